/* analyzer/frontend/library.h
 * libclang as a table of functions, filled in by dlopen when the first file must be parsed.
 *
 * Loading libclang costs 11 ms and 64 MB even when nothing uses it, and a machine may have any of
 * several versions: so the program does not link against it. The table is made from the prototypes of
 * clang-c/Index.h, which keeps every call type-checked: `clang.getCursorType(c)`. */
#ifndef WAND_ANALYZER_FRONTEND_LIBRARY_H
#define WAND_ANALYZER_FRONTEND_LIBRARY_H

#include <clang-c/Index.h>

/* Every function that the front end calls; all of them exist since libclang 17. */
#define LIBCLANG_FUNCTIONS(X)                                                                                \
    X(createIndex)                                                                                           \
    X(disposeIndex)                                                                                          \
    X(toggleCrashRecovery)                                                                                   \
    X(parseTranslationUnit2)                                                                                 \
    X(disposeTranslationUnit)                                                                                \
    X(getTranslationUnitCursor)                                                                              \
    X(getClangVersion)                                                                                       \
    X(getCString)                                                                                            \
    X(disposeString)                                                                                         \
    X(visitChildren)                                                                                         \
    X(equalLocations)                                                                                        \
    X(equalCursors)                                                                                          \
    X(getCursorReferenced)                                                                                   \
    X(getCursorDefinition)                                                                                   \
    X(getCanonicalCursor)                                                                                    \
    X(getCursorSemanticParent)                                                                               \
    X(isCursorDefinition)                                                                                    \
    X(getCursorSpelling)                                                                                     \
    X(getCursorLocation)                                                                                     \
    X(getCursorExtent)                                                                                       \
    X(getCursorLinkage)                                                                                      \
    X(getCursorTLSKind)                                                                                      \
    X(getCursorBinaryOperatorKind)                                                                           \
    X(getCursorUnaryOperatorKind)                                                                            \
    X(getCursorPrettyPrinted)                                                                                \
    X(getCursorPrintingPolicy)                                                                               \
    X(PrintingPolicy_setProperty)                                                                            \
    X(PrintingPolicy_dispose)                                                                                \
    X(Cursor_getStorageClass)                                                                                \
    X(Cursor_getVarDeclInitializer)                                                                          \
    X(Cursor_isFunctionInlined)                                                                              \
    X(Cursor_isVariadic)                                                                                     \
    X(Cursor_isAnonymousRecordDecl)                                                                          \
    X(Cursor_isBitField)                                                                                     \
    X(Cursor_getNumArguments)                                                                                \
    X(Cursor_getArgument)                                                                                    \
    X(Cursor_Evaluate)                                                                                       \
    X(EvalResult_getKind)                                                                                    \
    X(EvalResult_getAsLongLong)                                                                              \
    X(EvalResult_getAsUnsigned)                                                                              \
    X(EvalResult_isUnsignedInt)                                                                              \
    X(EvalResult_getAsDouble)                                                                                \
    X(EvalResult_dispose)                                                                                    \
    X(getEnumConstantDeclValue)                                                                              \
    X(getEnumConstantDeclUnsignedValue)                                                                      \
    X(getEnumDeclIntegerType)                                                                                \
    X(getCursorType)                                                                                         \
    X(getCanonicalType)                                                                                      \
    X(getUnqualifiedType)                                                                                    \
    X(getTypeSpelling)                                                                                       \
    X(getTypedefName)                                                                                        \
    X(getTypeDeclaration)                                                                                    \
    X(getPointeeType)                                                                                        \
    X(getArrayElementType)                                                                                   \
    X(getArraySize)                                                                                          \
    X(getResultType)                                                                                         \
    X(getNumArgTypes)                                                                                        \
    X(getArgType)                                                                                            \
    X(isFunctionTypeVariadic)                                                                                \
    X(isConstQualifiedType)                                                                                  \
    X(isVolatileQualifiedType)                                                                               \
    X(Type_getSizeOf)                                                                                        \
    X(Type_getNamedType)                                                                                     \
    X(Type_getValueType)                                                                                     \
    X(Type_visitFields)                                                                                      \
    X(Cursor_getOffsetOfField)                                                                               \
    X(getRangeStart)                                                                                         \
    X(getRangeEnd)                                                                                           \
    X(getExpansionLocation)                                                                                  \
    X(getSpellingLocation)                                                                                   \
    X(getFileLocation)                                                                                       \
    X(getLocationForOffset)                                                                                  \
    X(Location_isInSystemHeader)                                                                             \
    X(getFile)                                                                                               \
    X(getFileName)                                                                                           \
    X(File_tryGetRealPathName)                                                                               \
    X(getFileContents)                                                                                       \
    X(getNumDiagnostics)                                                                                     \
    X(getDiagnostic)                                                                                         \
    X(getDiagnosticSeverity)                                                                                 \
    X(getDiagnosticSpelling)                                                                                 \
    X(getDiagnosticLocation)                                                                                 \
    X(disposeDiagnostic)

typedef struct libclang {
#define X(name) __typeof__(&clang_##name) name;
    LIBCLANG_FUNCTIONS(X)
#undef X
    const char *version;      /* "19.1.7" */
    const char *resource_dir; /* the folder with clang's builtin headers */
} libclang;

/* Valid after library_open has succeeded. */
extern libclang clang;

/* Loads libclang once for the process (later calls repeat the first answer). 0, or -ENOENT with a message
 * that names the package to install. */
int library_open(const char **message);

#endif
