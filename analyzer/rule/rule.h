/* analyzer/rule/rule.h
 * Everything a rule may use. A rule is one file that includes this header and libc, and nothing else. */
#ifndef WAND_ANALYZER_RULE_RULE_H
#define WAND_ANALYZER_RULE_RULE_H

#include "analyzer/rule/definition.h"
#include "analyzer/rule/loops.h"
#include "analyzer/rule/spawned.h"

#endif
