/* assert() for the pure core: a bug stops the process, and nothing is imported to do it. */
#ifndef HENG_BASE_MUST_H
#define HENG_BASE_MUST_H

#define MUST(condition) ((condition) ? (void)0 : __builtin_trap())

#endif
