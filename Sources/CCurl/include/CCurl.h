// libcurl's multi interface as plain, typed functions: its own setters and getters are variadic, which Swift
// cannot call. Nothing here decides anything; callbacks ask the owner.
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/socket.h>

/// Runs transfers. Only `ccurl_multi_wakeup` may be called from a thread other than the one that uses it.
typedef struct ccurl_multi ccurl_multi;

/// One HTTPS GET.
typedef struct ccurl_transfer ccurl_transfer;

/// What a body callback answers.
typedef enum {
    CCURL_BODY_TAKEN,
    /// Nothing was taken: the same bytes come again after `ccurl_transfer_resume`.
    CCURL_BODY_PAUSE,
    CCURL_BODY_ABORT
} ccurl_body_answer;

/// Why a transfer ended.
typedef enum {
    CCURL_OK,
    CCURL_RESOLVE,
    CCURL_CONNECT,
    CCURL_TIMEOUT,
    CCURL_TLS,
    CCURL_TOO_BIG,
    /// A callback refused the address, a header or the body.
    CCURL_ABORTED,
    CCURL_HTTP,
    CCURL_OTHER
} ccurl_result;

/// What to fetch, within which limits, and whom to tell. Strings are copied.
typedef struct {
    const char *url;
    /// `Name: value` lines.
    const char *const *headers;
    size_t header_count;
    const char *user_agent;
    /// PEM bundle of trusted roots; NULL for libcurl's own.
    const char *ca_file;
    /// As libcurl takes it; NULL for what the environment says.
    const char *proxy;
    /// `HOST:PORT:ADDRESS[,ADDRESS]...`, instead of asking the resolver; NULL to ask it.
    const char *resolution;
    /// Addresses to connect from, as text. NULL and NULL: the system chooses; else only families that have one are used.
    const char *source_v4;
    const char *source_v6;
    long connect_timeout_ms;
    long total_timeout_ms;
    /// Ends a transfer that is slower than `minimum_speed` octets per second for so long; 0 for never.
    long idle_timeout_s;
    long minimum_speed;
    /// Refuses a longer Content-Length at once.
    int64_t maximum_bytes;
    bool accept_gzip;

    /// Handed to every callback; must outlive the transfer.
    void *context;
    /// One header line of a response, status line and empty last line included. False aborts.
    bool (*header)(void *context, const uint8_t *line, size_t length);
    /// Bytes of the body after content decoding.
    ccurl_body_answer (*body)(void *context, const uint8_t *bytes, size_t length);
    /// May this peer be connected to?
    bool (*permit)(void *context, const struct sockaddr *address);
} ccurl_request;

/// Figures of a transfer that ended. Times are microseconds after its start; 0: not reached.
typedef struct {
    int64_t resolved_us;
    int64_t connected_us;
    int64_t secured_us;
    int64_t request_us;
    int64_t first_byte_us;
    int64_t total_us;
    /// Octets of header and body received.
    int64_t wire_bytes;
    long status;
    /// 10, 11, 20, 30; 0 when unknown.
    int http_version;
    /// Of the last connection; "" when none.
    char remote_address[64];
    /// Human readable reason of a failure; "" when none is known.
    char error[256];
} ccurl_report;

/// Call once, before any thread uses the rest. 0 when libcurl is usable.
int ccurl_global_init(void);

/// The PEM bundle libcurl was built to trust; NULL when it has none.
const char *ccurl_default_ca_file(void);

ccurl_multi *ccurl_multi_create(void);

/// Every transfer must have been removed.
void ccurl_multi_destroy(ccurl_multi *multi);

/// Starts a transfer; NULL when out of memory.
ccurl_transfer *ccurl_multi_start(ccurl_multi *multi, const ccurl_request *request);

/// Moves what can be moved without waiting. Ask for transfers that ended before waiting again.
void ccurl_multi_perform(ccurl_multi *multi);

/// Waits up to `milliseconds` until something can be moved, a timer of a transfer is due, or a wake-up comes.
void ccurl_multi_wait(ccurl_multi *multi, int milliseconds);

/// Ends the waiting of `ccurl_multi_wait`, now or the next time; from any thread.
void ccurl_multi_wakeup(ccurl_multi *multi);

/// The next transfer that ended since, with its result and report; NULL for no more. It must be removed.
ccurl_transfer *ccurl_multi_next_ended(ccurl_multi *multi, ccurl_result *result, ccurl_report *report);

/// Takes back the bytes that a body callback refused with `CCURL_BODY_PAUSE`.
void ccurl_transfer_resume(ccurl_transfer *transfer);

/// Ends the transfer if need be and frees it; `report` (may be NULL) receives its figures.
void ccurl_multi_remove(ccurl_multi *multi, ccurl_transfer *transfer, ccurl_report *report);

/// Where a redirect leads, made absolute: the value of Location resolved against the request's URL.
/// Returns a string to be freed with `ccurl_string_free`; NULL when it is not a URL.
char *ccurl_resolve_url(const char *base, const char *reference);

void ccurl_string_free(char *string);
