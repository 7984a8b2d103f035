# Writes a C file that holds text files as arrays. Run at build time with cmake -P:
#   KIND    tables: defines model_builtin of rules/model/builtin.h
#           documents: defines rule_documentation of rules/documentation.h
#   FILES   the files, separated by |; ROOT: the source tree, which names are relative to; OUTPUT: the C file
string(REPLACE "|" ";" files "${FILES}")
set(arrays "")
set(entries "")
set(number 0)

foreach(file ${files})
  file(READ ${file} hex HEX)
  string(LENGTH "${hex}" length)
  math(EXPR length "${length} / 2")
  string(REGEX REPLACE "([0-9a-f][0-9a-f])" "0x\\1," bytes "${hex}")
  string(REGEX REPLACE "(................................................................................)" "\\1\n"
         bytes "${bytes}")
  string(APPEND arrays "static const unsigned char text_${number}[] = {\n${bytes}0};\n\n")

  file(RELATIVE_PATH name ${ROOT} ${file})
  if(KIND STREQUAL "documents")
    # rules/<subject>/<bad_pattern>.md documents <subject>-<bad-pattern>
    string(REGEX REPLACE "^rules/([^/]*)/(.*)\\.md$" "\\1-\\2" name ${name})
    string(REPLACE "_" "-" name ${name})
  endif()
  string(APPEND entries "    {\"${name}\", (const char *)text_${number}, ${length}},\n")
  math(EXPR number "${number} + 1")
endforeach()

if(KIND STREQUAL "tables")
  set(head "#include \"rules/model/builtin.h\"\n\n")
  set(tail "const model_table model_builtin[] = {\n${entries}    {0, 0, 0},\n};\n")
else()
  set(head "#include \"rules/documentation.h\"\n\n#include <string.h>\n\n")
  set(tail "static const struct {
    const char *rule;
    const char *text;
    unsigned long length;
} documents[] = {
${entries}    {0, 0, 0},
};

const char *rule_documentation(const char *rule_name)
{
    for (unsigned long i = 0; documents[i].rule != NULL; i++) {
        if (strcmp(documents[i].rule, rule_name) == 0) {
            return documents[i].text;
        }
    }
    return NULL;
}
")
endif()

file(WRITE ${OUTPUT} "/* Made by rules/embed.cmake. */\n${head}${arrays}${tail}")
