/* Reading a rule's documentation. */
#include "analyzer/report/document.h"

#include "tests/support/tap.h"

static const char text[] =
    "# r: title\n- Dimension: start\n- CWE:  CWE-1 \n## Why it matters\n\nBecause.\n- CWE: no\n"
    "### Deeper\nMore.\n\n## Bad\n```c\nx;\n```\n## Last\nend";

static void test_document(void **state)
{
    arena *a = arena_new();

    (void)state;
    assert_string_equal(document_field(a, text, "Dimension"), "start");
    assert_string_equal(document_field(a, text, "CWE"), "CWE-1");
    assert_null(document_field(a, text, "Severity"));
    assert_string_equal(document_section(a, text, "Why it matters"),
                        "Because.\n- CWE: no\n### Deeper\nMore.");
    assert_string_equal(document_section(a, text, "Bad"), "```c\nx;\n```");
    assert_string_equal(document_section(a, text, "Last"), "end");
    assert_string_equal(document_section(a, text, "None"), "");
    arena_free(a);
}

static const struct CMUnitTest tests[] = {cmocka_unit_test(test_document)};

TAP_MAIN(tests)
