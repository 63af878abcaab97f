// Makes system calls of a program fail, to be loaded with LD_PRELOAD.
//
// AADML_FAULT=KIND:ERRNO:FIRST:PATH  KIND is "write" (write, writev, pwrite, fsync, fdatasync, ftruncate, fallocate, and creating,
// renaming and linking files, mkdir) or "read" (read, readv, pread). Calls on paths that contain PATH are counted; from number FIRST
// on, each fails with ERRNO, or, where that is 0, takes longer and moves 4 KiB at most.
// AADML_FAULT_PAUSE=MICROSECONDS is how much longer (half a millisecond).
// AADML_FAULT_COUNT=FILE keeps the number of calls, in decimal.
// AADML_CREATED=FILE gets a line with the path of every file that is made or renamed, by this program and those it starts.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <unistd.h>

static atomic_long calls;
static long first = -1;
static int code;
static useconds_t pause_length = 500;
static char kind[8], part[PATH_MAX];
static const char *counter, *list;

__attribute__((constructor)) static void start(void) {
    const char *fault = getenv("AADML_FAULT");
    if (fault && sscanf(fault, "%7[^:]:%d:%ld:%4095s", kind, &code, &first, part) != 4) first = -1;
    counter = getenv("AADML_FAULT_COUNT");
    const char *pause = getenv("AADML_FAULT_PAUSE");
    if (pause) pause_length = strtoul(pause, NULL, 10);
    list = getenv("AADML_CREATED");
}

static void created(const char *path) {
    char line[PATH_MAX + 1];
    int before = errno, length, file;
    if (!list || !path) return;
    length = snprintf(line, sizeof line, "%s\n", path);
    file = syscall(SYS_openat, AT_FDCWD, list, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0644);
    if (file >= 0) {
        syscall(SYS_write, file, line, length < (int)sizeof line ? length : (int)sizeof line - 1);
        syscall(SYS_close, file);
    }
    errno = before;
}

static void keep(long number) {
    char text[32];
    int length = snprintf(text, sizeof text, "%ld\n", number), file;
    if (!counter) return;
    file = syscall(SYS_openat, AT_FDCWD, counter, O_WRONLY | O_CREAT | O_CLOEXEC, 0644);
    if (file < 0) return;
    syscall(SYS_pwrite64, file, text, length, 0);
    syscall(SYS_close, file);
}

// Whether the call is to fail or to be slow; errno stays as it was if not.
static int meets(const char *of, const char *path) {
    if (first < 0 || strcmp(of, kind) || !strstr(path, part)) return 0;
    long number = atomic_fetch_add(&calls, 1);
    keep(number + 1);
    return number >= first;
}

static int meets_file(const char *of, int file) {
    char link[64], path[PATH_MAX];
    if (first < 0 || strcmp(of, kind)) return 0;
    int before = errno;
    snprintf(link, sizeof link, "/proc/self/fd/%d", file);
    ssize_t length = syscall(SYS_readlinkat, AT_FDCWD, link, path, sizeof path - 1);
    errno = before;
    if (length < 0) return 0;
    path[length] = 0;
    return meets(of, path);
}

#define NEXT(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))
#define FAIL do { errno = code; return -1; } while (0)
#define SIZED(of, count) \
    if (meets_file(of, file)) { \
        if (code) FAIL; \
        usleep(pause_length); \
        if (count > 4096) count = 4096; \
    }

#define WHOLE(of) if (meets_file(of, file) && code) FAIL;

ssize_t write(int file, const void *bytes, size_t count) { SIZED("write", count) return NEXT(write)(file, bytes, count); }
ssize_t pwrite(int file, const void *bytes, size_t count, off_t at) { SIZED("write", count) return NEXT(pwrite)(file, bytes, count, at); }
ssize_t pwrite64(int file, const void *bytes, size_t count, off64_t at) { SIZED("write", count) return NEXT(pwrite64)(file, bytes, count, at); }
ssize_t writev(int file, const struct iovec *parts, int count) { WHOLE("write") return NEXT(writev)(file, parts, count); }
ssize_t read(int file, void *bytes, size_t count) { SIZED("read", count) return NEXT(read)(file, bytes, count); }
ssize_t pread(int file, void *bytes, size_t count, off_t at) { SIZED("read", count) return NEXT(pread)(file, bytes, count, at); }
ssize_t pread64(int file, void *bytes, size_t count, off64_t at) { SIZED("read", count) return NEXT(pread64)(file, bytes, count, at); }
ssize_t readv(int file, const struct iovec *parts, int count) { WHOLE("read") return NEXT(readv)(file, parts, count); }

int fsync(int file) { WHOLE("write") return NEXT(fsync)(file); }
int fdatasync(int file) { WHOLE("write") return NEXT(fdatasync)(file); }
int ftruncate(int file, off_t size) { WHOLE("write") return NEXT(ftruncate)(file, size); }
int ftruncate64(int file, off64_t size) { WHOLE("write") return NEXT(ftruncate64)(file, size); }
int fallocate(int file, int mode, off_t at, off_t size) { WHOLE("write") return NEXT(fallocate)(file, mode, at, size); }
int fallocate64(int file, int mode, off64_t at, off64_t size) { WHOLE("write") return NEXT(fallocate64)(file, mode, at, size); }
// These return the error's number.
int posix_fallocate(int file, off_t at, off_t size) { return meets_file("write", file) && code ? code : NEXT(posix_fallocate)(file, at, size); }
int posix_fallocate64(int file, off64_t at, off64_t size) {
    return meets_file("write", file) && code ? code : NEXT(posix_fallocate64)(file, at, size);
}

#define NAMED(path) if (meets("write", path) && code) FAIL
int rename(const char *path, const char *other) { NAMED(path); created(other); return NEXT(rename)(path, other); }
int renameat(int folder, const char *path, int into, const char *other) { NAMED(path); created(other); return NEXT(renameat)(folder, path, into, other); }
int renameat2(int folder, const char *path, int into, const char *other, unsigned flags) {
    NAMED(path);
    created(other);
    return NEXT(renameat2)(folder, path, into, other, flags);
}
int link(const char *path, const char *other) { NAMED(other); created(other); return NEXT(link)(path, other); }
int mkdir(const char *path, mode_t mode) { NAMED(path); return NEXT(mkdir)(path, mode); }

#define MAKES(flags) (((flags) & O_CREAT) || ((flags) & O_TMPFILE) == O_TMPFILE)

// Reading from a full disk, and deleting, go on.
#define OPENED(name) \
    int name(const char *path, int flags, ...) { \
        va_list rest; \
        va_start(rest, flags); \
        mode_t mode = va_arg(rest, mode_t); \
        va_end(rest); \
        if (flags & O_CREAT && (flags & (O_EXCL | O_TRUNC) || access(path, F_OK) != 0)) NAMED(path); \
        if (MAKES(flags)) created(path); \
        return NEXT(name)(path, flags, mode); \
    }
OPENED(open)
OPENED(open64)

#define OPENED_AT(name) \
    int name(int folder, const char *path, int flags, ...) { \
        va_list rest; \
        va_start(rest, flags); \
        mode_t mode = va_arg(rest, mode_t); \
        va_end(rest); \
        if (MAKES(flags)) created(path); \
        return NEXT(name)(folder, path, flags, mode); \
    }
OPENED_AT(openat)
OPENED_AT(openat64)

// The names of temporary files are known once they are made.
#define MADE(name, parameters, arguments) \
    int name parameters { \
        int file = NEXT(name) arguments; \
        created(path); \
        return file; \
    }
MADE(mkstemp, (char *path), (path))
MADE(mkstemp64, (char *path), (path))
MADE(mkostemp, (char *path, int flags), (path, flags))
MADE(mkostemp64, (char *path, int flags), (path, flags))
MADE(mkstemps, (char *path, int length), (path, length))
MADE(mkostemps, (char *path, int length, int flags), (path, length, flags))
MADE(creat, (const char *path, mode_t mode), (path, mode))
MADE(memfd_create, (const char *path, unsigned flags), (path, flags))

#define STREAM(name) \
    FILE *name(const char *path, const char *mode) { \
        if (mode[0] == 'w' && meets("write", path) && code) { errno = code; return NULL; } \
        if (!strchr(mode, 'r') || strchr(mode, '+')) created(path); \
        return NEXT(name)(path, mode); \
    }
STREAM(fopen)
STREAM(fopen64)
FILE *tmpfile(void) { created("tmpfile"); return NEXT(tmpfile)(); }
FILE *tmpfile64(void) { created("tmpfile"); return NEXT(tmpfile64)(); }
