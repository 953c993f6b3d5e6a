/*
 * libfido2 at a virtual key's socket, for tests/shared/key_costs.rs: what it sends, receives and takes for one operation. Its
 * transport is a custom one, which counts the reports, keepalives apart.
 *
 *   libfido2 SOCKET PIN
 *
 * Reads an operation a line: open, info, verify, make, get, close. Answers each with a line: reports sent, reports
 * received, nanoseconds. Ends with code 1 at the first that fails.
 */
#include <errno.h>
#include <fido.h>
#include <fido/credman.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

#define REPORT 64
#define KEEPALIVE 0xbb

static const char RP[] = "login.example", NAME[] = "Login", USER[] = "user1@login.example", DISPLAY[] = "User 1";
static const unsigned char HASH[32] = {7}, USER_ID[8] = {1};

static const char *pin;
static unsigned long sent, received;
static unsigned char made[1024];
static size_t made_len;

static void *open_socket(const char *path)
{
    static int fd;
    struct sockaddr_un address = {.sun_family = AF_UNIX};

    if (strlen(path) >= sizeof(address.sun_path))
        return NULL;
    strcpy(address.sun_path, path);
    fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (fd < 0 || connect(fd, (struct sockaddr *)&address, sizeof(address)) != 0)
        return NULL;
    return &fd;
}

static void close_socket(void *handle)
{
    close(*(int *)handle);
}

static int read_report(void *handle, unsigned char *report, size_t len, int ms)
{
    struct pollfd ready = {.fd = *(int *)handle, .events = POLLIN};
    size_t have = 0;

    if (len != REPORT)
        return -1;
    while (have < len) {
        ssize_t n;

        if (poll(&ready, 1, ms) != 1)
            return -1;
        n = read(ready.fd, report + have, len - have);
        if (n <= 0)
            return -1;
        have += (size_t)n;
    }
    received += report[4] != KEEPALIVE;
    return REPORT;
}

/* The number of an unnumbered report, 0, stands before it. */
static int write_report(void *handle, const unsigned char *report, size_t len)
{
    if (len != REPORT + 1 || write(*(int *)handle, report + 1, REPORT) != REPORT)
        return -1;
    sent++;
    return (int)len;
}

static int must(int code, const char *what)
{
    if (code == FIDO_OK)
        return code;
    fprintf(stderr, "libfido2: %s: %s\n", what, fido_strerr(code));
    exit(1);
}

static void *some(void *object)
{
    if (object != NULL)
        return object;
    fprintf(stderr, "libfido2: no memory\n");
    exit(1);
}

static fido_dev_t *open_key(const char *path)
{
    static const fido_dev_io_t io = {open_socket, close_socket, read_report, write_report};
    fido_dev_t *key = some(fido_dev_new());

    must(fido_dev_set_io_functions(key, &io), "transport");
    must(fido_dev_open(key, path), "open");
    return key;
}

static void info(fido_dev_t *key)
{
    fido_cbor_info_t *all = some(fido_cbor_info_new());

    must(fido_dev_get_cbor_info(key, all), "info");
    fido_cbor_info_free(&all);
}

/* The least that it offers with a PIN and without a touch: a token for credential management, and one question. */
static void verify(fido_dev_t *key)
{
    fido_credman_metadata_t *counts = some(fido_credman_metadata_new());

    must(fido_credman_get_dev_metadata(key, counts, pin), "verify");
    fido_credman_metadata_free(&counts);
}

static void make(fido_dev_t *key)
{
    fido_cred_t *new = some(fido_cred_new());

    must(fido_cred_set_type(new, COSE_ES256), "algorithm");
    must(fido_cred_set_clientdata_hash(new, HASH, sizeof(HASH)), "hash");
    must(fido_cred_set_rp(new, RP, NAME), "relying party");
    must(fido_cred_set_user(new, USER_ID, sizeof(USER_ID), USER, DISPLAY, NULL), "user");
    must(fido_dev_make_cred(key, new, pin), "make");
    made_len = fido_cred_id_len(new);
    if (made_len > sizeof(made))
        must(FIDO_ERR_INTERNAL, "credential");
    memcpy(made, fido_cred_id_ptr(new), made_len);
    fido_cred_free(&new);
}

static void get(fido_dev_t *key)
{
    fido_assert_t *asked = some(fido_assert_new());

    must(fido_assert_set_rp(asked, RP), "relying party");
    must(fido_assert_set_clientdata_hash(asked, HASH, sizeof(HASH)), "hash");
    must(fido_assert_allow_cred(asked, made, made_len), "allow list");
    must(fido_dev_get_assert(key, asked, pin), "get");
    fido_assert_free(&asked);
}

int main(int argc, char **argv)
{
    static const struct {
        const char *name;
        void (*run)(fido_dev_t *);
    } operations[] = {{"info", info}, {"verify", verify}, {"make", make}, {"get", get}};
    fido_dev_t *key = NULL;
    char line[32];

    if (argc != 3)
        return 2;
    pin = argv[2];
    fido_init(0);
    while (fgets(line, sizeof(line), stdin) != NULL) {
        struct timespec began, ended;
        int known = 0;

        line[strcspn(line, "\n")] = 0;
        sent = received = 0;
        clock_gettime(CLOCK_MONOTONIC, &began);
        if (strcmp(line, "open") == 0 && key == NULL) {
            key = open_key(argv[1]);
            known = 1;
        } else if (strcmp(line, "close") == 0 && key != NULL) {
            fido_dev_close(key);
            fido_dev_free(&key);
            known = 1;
        }
        for (size_t i = 0; !known && key != NULL && i < sizeof(operations) / sizeof(*operations); i++)
            if (strcmp(line, operations[i].name) == 0) {
                operations[i].run(key);
                known = 1;
            }
        clock_gettime(CLOCK_MONOTONIC, &ended);
        if (!known) {
            fprintf(stderr, "libfido2: cannot '%s' now\n", line);
            return 2;
        }
        printf("%lu %lu %lld\n", sent, received,
               (ended.tv_sec - began.tv_sec) * 1000000000LL + (ended.tv_nsec - began.tv_nsec));
        fflush(stdout);
    }
    return 0;
}
