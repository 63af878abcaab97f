#pragma once
// statfs: the Glibc module leaves it out.
#include <sys/vfs.h>
