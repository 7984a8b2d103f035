/* analyzer/report/listing.c
 * Rules and stored findings, one a line or one a JSON object. */
#include "analyzer/report/listing.h"

#include "analyzer/report/escape.h"
#include "analyzer/report/json_value.h"
#include "analyzer/report/style.h"

#include <string.h>

static size_t widest_name(const report_rule *rules, size_t count)
{
    size_t width = 0;

    for (size_t i = 0; i < count; i++) {
        size_t length = strlen(rules[i].name);

        width = length > width ? length : width;
    }
    return width;
}

void listing_rules_text(FILE *to, const report_rule *rules, size_t count, bool colour)
{
    style s = style_of(colour);
    int width = (int)widest_name(rules, count);

    for (size_t i = 0; i < count; i++) {
        fprintf(to, "%s%-*s%s  %-3s  %-11s  %s%-7s%s  %s%s\n", s.place, width, rules[i].name, s.off,
                rules[i].is_on ? "on" : "off", finding_dimension_name(rules[i].dimension),
                s.severity[rules[i].severity], finding_severity_name(rules[i].severity), s.off,
                rules[i].title, rules[i].is_preview ? " (preview)" : "");
    }
}

static json_t *rule_json(arena *a, const report_rule *rule)
{
    return json_pack("{s:o, s:o, s:s, s:s, s:b, s:b}", "name", json_text(a, rule->name), "title",
                     json_text(a, rule->title), "dimension", finding_dimension_name(rule->dimension),
                     "severity", finding_severity_name(rule->severity), "enabled", rule->is_on, "preview",
                     rule->is_preview);
}

void listing_rules_json(FILE *to, const report_rule *rules, size_t count)
{
    arena *a = arena_new();

    fputs("{\n  \"rules\": [", to);
    for (size_t i = 0; i < count; i++) {
        fprintf(to, "%s\n    ", i > 0 ? "," : "");
        json_print(to, rule_json(a, &rules[i]), 2);
    }
    fprintf(to, "%s]\n}\n", count > 0 ? "\n  " : "");
    arena_free(a);
}

static finding_severity severity_named(const char *name)
{
    for (int severity = FINDING_NOTE; severity <= FINDING_ERROR; severity++) {
        if (strcmp(name, finding_severity_name((finding_severity)severity)) == 0) {
            return (finding_severity)severity;
        }
    }
    return FINDING_WARNING;
}

void listing_findings_text(FILE *to, const store_finding *findings, size_t count, bool colour)
{
    style s = style_of(colour);

    for (size_t i = 0; i < count; i++) {
        const store_finding *f = &findings[i];

        fputs(s.place, to);
        escape_puts(to, f->file);
        fprintf(to, ":%u:%u: %s%s", (unsigned)f->line, (unsigned)f->column, s.off,
                s.severity[severity_named(f->severity)]);
        escape_puts(to, f->severity);
        fprintf(to, ": %s", s.off);
        escape_puts(to, f->message);
        fprintf(to, "%s %s[", f->is_preview ? " (preview)" : "", s.faint);
        escape_puts(to, f->rule);
        fprintf(to, "]%s", s.off);
        if (strcmp(f->status, "open") != 0) {
            fprintf(to, " (%s%s", f->status, f->suppressed != NULL ? ": " : "");
            escape_puts(to, f->suppressed != NULL ? f->suppressed : "");
            putc(')', to);
        }
        putc('\n', to);
    }
}

static json_t *steps_json(arena *a, const store_finding *f, bool related)
{
    json_t *array = json_array();

    for (size_t i = 0; i < f->step_count; i++) {
        const store_step *step = &f->steps[i];

        if (step->is_related == related) {
            json_array_append_new(
                array, json_pack("{s:o, s:I, s:I, s:o, s:I}", "file", json_text(a, step->file), "line",
                                 (json_int_t)step->line, "column", (json_int_t)step->column, "message",
                                 json_text(a, step->message), "depth", (json_int_t)step->depth));
        }
    }
    return array;
}

static json_t *stored_json(arena *a, const store_finding *f)
{
    json_t *object =
        json_pack("{s:o, s:o, s:I, s:I, s:o, s:o, s:o, s:o, s:o, s:b, s:o, s:o, s:s, s:I, s:I}", "rule",
                  json_text(a, f->rule), "file", json_text(a, f->file), "line", (json_int_t)f->line, "column",
                  (json_int_t)f->column, "severity", json_text(a, f->severity), "dimension",
                  json_text(a, f->dimension), "message", json_text(a, f->message), "function",
                  json_text(a, f->function), "fingerprint", json_text(a, f->fingerprint), "preview",
                  f->is_preview, "path", steps_json(a, f, false), "related", steps_json(a, f, true), "status",
                  f->status, "first_run", (json_int_t)f->first_run, "last_run", (json_int_t)f->last_run);

    if (f->suppressed != NULL) {
        json_object_set_new(object, "reason", json_text(a, f->suppressed));
    }
    return object;
}

void listing_findings_json(FILE *to, const store_finding *findings, size_t count)
{
    fputs("{\n  \"findings\": [", to);
    for (size_t i = 0; i < count; i++) {
        arena *a = arena_new();

        fprintf(to, "%s\n    ", i > 0 ? "," : "");
        json_print(to, stored_json(a, &findings[i]), 2);
        arena_free(a);
    }
    fprintf(to, "%s]\n}\n", count > 0 ? "\n  " : "");
}
