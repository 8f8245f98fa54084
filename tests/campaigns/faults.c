/* Loaded before the C library: makes the n-th write, sync, rename or truncation of a file within a folder fail, or the last. */

#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <unistd.h>

enum operation { WRITE, SYNC, RENAME, TRUNCATE, OPERATIONS };
enum manner { COUNT, ONCE, ON, KILL, PART };

static char folder[PATH_MAX];
static int armed, operation, manner, error;
static long at, seen[OPERATIONS];

void fault_arm(const char *within, int what, int how, long n, int code)
{
    snprintf(folder, sizeof folder, "%s/", within);
    memset(seen, 0, sizeof seen);
    operation = what, manner = how, at = n, error = code, armed = 1;
}

void fault_disarm(void) { armed = 0; }

long fault_seen(int what) { return seen[what]; }

static int within(const char *path) { return strncmp(path, folder, strlen(folder)) == 0; }

static int is_ours_by_name(const char *path)
{
    char here[PATH_MAX] = "";
    if (path[0] == '/' || !getcwd(here, sizeof here - 1))
        return within(path);
    return within(strcat(here, "/"));
}

static int is_ours(int fd)
{
    char link[64], path[PATH_MAX];
    int kept = errno;
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t length = readlink(link, path, sizeof path - 1);
    errno = kept;
    if (length < 0)
        return 0;
    path[length] = 0;
    return within(path);
}

static int struck(int what)
{
    long n = ++seen[what];
    if (what != operation || manner == COUNT || (manner == ON ? n < at : n != at))
        return 0;
    errno = error;
    return 1;
}

static void end(void)
{
    kill(getpid(), SIGKILL);
    pause();
}

#define REAL(type, name, ...) type (*real)(__VA_ARGS__) = (type (*)(__VA_ARGS__))dlsym(RTLD_NEXT, name)

/* Half of what is to be written is, before the process ends or with fewer bytes told. */
#define WRITES(call, count, half)                        \
    if (armed && is_ours(fd) && struck(WRITE)) {         \
        if (manner == KILL || manner == PART) {          \
            ssize_t done = (count) > 1 ? (half) : (call); \
            if (manner == PART)                          \
                return done;                             \
            end();                                       \
        }                                                \
        return -1;                                       \
    }                                                    \
    return (call)

#define CALLS(what, condition, call)               \
    if (armed && (condition) && struck(what)) {    \
        if (manner == KILL)                        \
            end();                                 \
        if (manner != PART)                        \
            return -1;                             \
    }                                              \
    return (call)

ssize_t write(int fd, const void *data, size_t count)
{
    REAL(ssize_t, "write", int, const void *, size_t);
    WRITES(real(fd, data, count), count, real(fd, data, count / 2));
}

ssize_t pwrite(int fd, const void *data, size_t count, off_t offset)
{
    REAL(ssize_t, "pwrite", int, const void *, size_t, off_t);
    WRITES(real(fd, data, count, offset), count, real(fd, data, count / 2, offset));
}

ssize_t pwrite64(int fd, const void *data, size_t count, off64_t offset)
{
    REAL(ssize_t, "pwrite64", int, const void *, size_t, off64_t);
    WRITES(real(fd, data, count, offset), count, real(fd, data, count / 2, offset));
}

int fsync(int fd)
{
    REAL(int, "fsync", int);
    CALLS(SYNC, is_ours(fd), real(fd));
}

int fdatasync(int fd)
{
    REAL(int, "fdatasync", int);
    CALLS(SYNC, is_ours(fd), real(fd));
}

int rename(const char *from, const char *to)
{
    REAL(int, "rename", const char *, const char *);
    CALLS(RENAME, is_ours_by_name(to), real(from, to));
}

/* A new file is put under its name by a link, which replaces nothing: it counts as a rename. */
int link(const char *from, const char *to)
{
    REAL(int, "link", const char *, const char *);
    CALLS(RENAME, is_ours_by_name(to), real(from, to));
}

int linkat(int from_folder, const char *from, int to_folder, const char *to, int flags)
{
    REAL(int, "linkat", int, const char *, int, const char *, int);
    CALLS(RENAME, is_ours_by_name(to), real(from_folder, from, to_folder, to, flags));
}

int ftruncate(int fd, off_t length)
{
    REAL(int, "ftruncate", int, off_t);
    CALLS(TRUNCATE, is_ours(fd), real(fd, length));
}

int ftruncate64(int fd, off64_t length)
{
    REAL(int, "ftruncate64", int, off64_t);
    CALLS(TRUNCATE, is_ours(fd), real(fd, length));
}
