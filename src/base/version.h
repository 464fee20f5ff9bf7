/* The one place that says which version this is. */
#ifndef HENG_BASE_VERSION_H
#define HENG_BASE_VERSION_H

#define HENG_VERSION "0.1.0"

#endif
