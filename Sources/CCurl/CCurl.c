#include "CCurl.h"

#include <arpa/inet.h>
#include <curl/curl.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct ccurl_multi {
    CURLM *handle;
};

struct ccurl_transfer {
    CURL *easy;
    struct curl_slist *headers;
    struct curl_slist *resolution;
    ccurl_request request;
    bool has_source_v4;
    bool has_source_v6;
    struct sockaddr_in source_v4;
    struct sockaddr_in6 source_v6;
    char error[CURL_ERROR_SIZE];
};

int ccurl_global_init(void) {
    return curl_global_init(CURL_GLOBAL_DEFAULT) == CURLE_OK ? 0 : -1;
}

const char *ccurl_default_ca_file(void) {
    const curl_version_info_data *info = curl_version_info(CURLVERSION_NOW);
    return info->age >= CURLVERSION_SEVENTH ? info->cainfo : NULL;
}

ccurl_multi *ccurl_multi_create(void) {
    ccurl_multi *multi = malloc(sizeof *multi);
    if (multi == NULL) return NULL;
    multi->handle = curl_multi_init();
    if (multi->handle == NULL) {
        free(multi);
        return NULL;
    }
    return multi;
}

void ccurl_multi_destroy(ccurl_multi *multi) {
    curl_multi_cleanup(multi->handle);
    free(multi);
}

static size_t on_header(char *bytes, size_t size, size_t count, void *context) {
    ccurl_transfer *transfer = context;
    size_t length = size * count;
    bool wanted = transfer->request.header(transfer->request.context, (const uint8_t *)bytes, length);
    return wanted ? length : length + 1;
}

static size_t on_body(char *bytes, size_t size, size_t count, void *context) {
    ccurl_transfer *transfer = context;
    size_t length = size * count;
    switch (transfer->request.body(transfer->request.context, (const uint8_t *)bytes, length)) {
    case CCURL_BODY_TAKEN:
        return length;
    case CCURL_BODY_PAUSE:
        return CURL_WRITEFUNC_PAUSE;
    default:
        return length + 1;
    }
}

// Binds a socket to the source address of its family; false when it must not be used.
static bool bind_source(const ccurl_transfer *transfer, curl_socket_t socket, int family) {
    if (!transfer->has_source_v4 && !transfer->has_source_v6) return true;
    if (family == AF_INET && transfer->has_source_v4) {
        return bind(socket, (const struct sockaddr *)&transfer->source_v4, sizeof transfer->source_v4) == 0;
    }
    if (family == AF_INET6 && transfer->has_source_v6) {
        return bind(socket, (const struct sockaddr *)&transfer->source_v6, sizeof transfer->source_v6) == 0;
    }
    return false;
}

static curl_socket_t on_socket(void *context, curlsocktype purpose, struct curl_sockaddr *address) {
    ccurl_transfer *transfer = context;
    (void)purpose;
    if (!transfer->request.permit(transfer->request.context, &address->addr)) return CURL_SOCKET_BAD;
    curl_socket_t made = socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
    if (made != CURL_SOCKET_BAD && !bind_source(transfer, made, address->family)) {
        close(made);
        return CURL_SOCKET_BAD;
    }
    return made;
}

// The option's type is libcurl's contract; a failure here means an option this libcurl does not know.
#define SET(option, value) (ok = ok && curl_easy_setopt(easy, option, value) == CURLE_OK)

static bool configure(ccurl_transfer *transfer) {
    const ccurl_request *request = &transfer->request;
    CURL *easy = transfer->easy;
    bool ok = true;
    SET(CURLOPT_PRIVATE, transfer);
    SET(CURLOPT_URL, request->url);
    SET(CURLOPT_PROTOCOLS_STR, "https");
    SET(CURLOPT_FOLLOWLOCATION, 0L);
    SET(CURLOPT_HTTP_VERSION, (long)CURL_HTTP_VERSION_2TLS);
    SET(CURLOPT_NOSIGNAL, 1L);
    // A name server that does not answer must not hold the thread that serves all other transfers.
    SET(CURLOPT_QUICK_EXIT, 1L);
    SET(CURLOPT_SSL_VERIFYPEER, 1L);
    SET(CURLOPT_SSL_VERIFYHOST, 2L);
    SET(CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2);
    SET(CURLOPT_CONNECTTIMEOUT_MS, request->connect_timeout_ms);
    SET(CURLOPT_TIMEOUT_MS, request->total_timeout_ms);
    if (request->idle_timeout_s > 0) {
        SET(CURLOPT_LOW_SPEED_LIMIT, request->minimum_speed);
        SET(CURLOPT_LOW_SPEED_TIME, request->idle_timeout_s);
    }
    SET(CURLOPT_MAXFILESIZE_LARGE, (curl_off_t)request->maximum_bytes);
    SET(CURLOPT_SUPPRESS_CONNECT_HEADERS, 1L);
    SET(CURLOPT_USERAGENT, request->user_agent);
    SET(CURLOPT_ERRORBUFFER, transfer->error);
    if (request->ca_file != NULL) {
        // Without a directory beside it libcurl keeps the parsed file for all transfers.
        SET(CURLOPT_CAINFO, request->ca_file);
        SET(CURLOPT_CAPATH, NULL);
    }
    if (request->proxy != NULL) SET(CURLOPT_PROXY, request->proxy);
    if (transfer->resolution != NULL) SET(CURLOPT_RESOLVE, transfer->resolution);
    if (request->accept_gzip) SET(CURLOPT_ACCEPT_ENCODING, "gzip");
    SET(CURLOPT_HTTPHEADER, transfer->headers);
    SET(CURLOPT_HEADERFUNCTION, on_header);
    SET(CURLOPT_HEADERDATA, transfer);
    SET(CURLOPT_WRITEFUNCTION, on_body);
    SET(CURLOPT_WRITEDATA, transfer);
    SET(CURLOPT_OPENSOCKETFUNCTION, on_socket);
    SET(CURLOPT_OPENSOCKETDATA, transfer);
    return ok;
}

static void release(ccurl_transfer *transfer) {
    if (transfer->easy != NULL) curl_easy_cleanup(transfer->easy);
    curl_slist_free_all(transfer->headers);
    curl_slist_free_all(transfer->resolution);
    free(transfer);
}

static bool take_sources(ccurl_transfer *transfer) {
    const ccurl_request *request = &transfer->request;
    if (request->source_v4 != NULL) {
        transfer->has_source_v4 = true;
        transfer->source_v4.sin_family = AF_INET;
        if (inet_pton(AF_INET, request->source_v4, &transfer->source_v4.sin_addr) != 1) return false;
    }
    if (request->source_v6 != NULL) {
        transfer->has_source_v6 = true;
        transfer->source_v6.sin6_family = AF_INET6;
        if (inet_pton(AF_INET6, request->source_v6, &transfer->source_v6.sin6_addr) != 1) return false;
    }
    return true;
}

ccurl_transfer *ccurl_multi_start(ccurl_multi *multi, const ccurl_request *request) {
    ccurl_transfer *transfer = calloc(1, sizeof *transfer);
    if (transfer == NULL) return NULL;
    transfer->request = *request;
    transfer->easy = curl_easy_init();
    bool ok = transfer->easy != NULL && take_sources(transfer);
    if (ok && request->resolution != NULL) {
        transfer->resolution = curl_slist_append(NULL, request->resolution);
        ok = transfer->resolution != NULL;
    }
    for (size_t index = 0; ok && index < request->header_count; index++) {
        struct curl_slist *longer = curl_slist_append(transfer->headers, request->headers[index]);
        if (longer == NULL) {
            ok = false;
        } else {
            transfer->headers = longer;
        }
    }
    if (!ok || !configure(transfer) || curl_multi_add_handle(multi->handle, transfer->easy) != CURLM_OK) {
        release(transfer);
        return NULL;
    }
    // The caller's strings were copied by curl_easy_setopt and are not looked at again.
    transfer->request.url = NULL;
    transfer->request.headers = NULL;
    transfer->request.header_count = 0;
    transfer->request.user_agent = NULL;
    transfer->request.ca_file = NULL;
    transfer->request.proxy = NULL;
    transfer->request.resolution = NULL;
    transfer->request.source_v4 = NULL;
    transfer->request.source_v6 = NULL;
    return transfer;
}

void ccurl_multi_perform(ccurl_multi *multi) {
    int running = 0;
    curl_multi_perform(multi->handle, &running);
}

void ccurl_multi_wait(ccurl_multi *multi, int milliseconds) {
    curl_multi_poll(multi->handle, NULL, 0, milliseconds, NULL);
}

void ccurl_multi_wakeup(ccurl_multi *multi) {
    curl_multi_wakeup(multi->handle);
}

static int64_t figure(CURL *easy, CURLINFO info) {
    curl_off_t value = 0;
    return curl_easy_getinfo(easy, info, &value) == CURLE_OK ? (int64_t)value : 0;
}

static void fill(ccurl_transfer *transfer, ccurl_report *report) {
    CURL *easy = transfer->easy;
    memset(report, 0, sizeof *report);
    report->resolved_us = figure(easy, CURLINFO_NAMELOOKUP_TIME_T);
    report->connected_us = figure(easy, CURLINFO_CONNECT_TIME_T);
    report->secured_us = figure(easy, CURLINFO_APPCONNECT_TIME_T);
    report->request_us = figure(easy, CURLINFO_PRETRANSFER_TIME_T);
    report->first_byte_us = figure(easy, CURLINFO_STARTTRANSFER_TIME_T);
    report->total_us = figure(easy, CURLINFO_TOTAL_TIME_T);
    report->wire_bytes = figure(easy, CURLINFO_SIZE_DOWNLOAD_T);
    long number = 0;
    if (curl_easy_getinfo(easy, CURLINFO_HEADER_SIZE, &number) == CURLE_OK) report->wire_bytes += number;
    number = 0;
    if (curl_easy_getinfo(easy, CURLINFO_RESPONSE_CODE, &number) == CURLE_OK) report->status = number;
    number = 0;
    if (curl_easy_getinfo(easy, CURLINFO_HTTP_VERSION, &number) == CURLE_OK) {
        switch (number) {
        case CURL_HTTP_VERSION_1_0: report->http_version = 10; break;
        case CURL_HTTP_VERSION_1_1: report->http_version = 11; break;
        case CURL_HTTP_VERSION_2_0: report->http_version = 20; break;
        case CURL_HTTP_VERSION_3: report->http_version = 30; break;
        default: break;
        }
    }
    char *address = NULL;
    if (curl_easy_getinfo(easy, CURLINFO_PRIMARY_IP, &address) == CURLE_OK && address != NULL) {
        strncpy(report->remote_address, address, sizeof report->remote_address - 1);
    }
    strncpy(report->error, transfer->error, sizeof report->error - 1);
}

static ccurl_result classify(CURLcode code) {
    switch (code) {
    case CURLE_OK: return CCURL_OK;
    case CURLE_COULDNT_RESOLVE_HOST:
    case CURLE_COULDNT_RESOLVE_PROXY: return CCURL_RESOLVE;
    case CURLE_COULDNT_CONNECT: return CCURL_CONNECT;
    case CURLE_OPERATION_TIMEDOUT: return CCURL_TIMEOUT;
    case CURLE_SSL_CONNECT_ERROR:
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_SSL_CERTPROBLEM:
    case CURLE_SSL_CIPHER:
    case CURLE_SSL_CACERT_BADFILE:
    case CURLE_SSL_ISSUER_ERROR:
    case CURLE_SSL_ENGINE_INITFAILED:
    case CURLE_SSL_INVALIDCERTSTATUS: return CCURL_TLS;
    case CURLE_FILESIZE_EXCEEDED: return CCURL_TOO_BIG;
    case CURLE_WRITE_ERROR:
    case CURLE_ABORTED_BY_CALLBACK: return CCURL_ABORTED;
    // An answer without a status line is HTTP/0.9, which libcurl does not take.
    case CURLE_UNSUPPORTED_PROTOCOL:
    // So does libcurl call a header line of more than 100 kB.
    case CURLE_OUT_OF_MEMORY:
    case CURLE_GOT_NOTHING:
    case CURLE_PARTIAL_FILE:
    case CURLE_BAD_CONTENT_ENCODING:
    case CURLE_WEIRD_SERVER_REPLY:
    case CURLE_HTTP2:
    case CURLE_HTTP2_STREAM:
    case CURLE_RECV_ERROR:
    case CURLE_SEND_ERROR:
    case CURLE_PROXY: return CCURL_HTTP;
    default: return CCURL_OTHER;
    }
}

ccurl_transfer *ccurl_multi_next_ended(ccurl_multi *multi, ccurl_result *result, ccurl_report *report) {
    int left = 0;
    CURLMsg *message = NULL;
    while ((message = curl_multi_info_read(multi->handle, &left)) != NULL) {
        if (message->msg != CURLMSG_DONE) continue;
        CURLcode code = message->data.result;
        char *private = NULL;
        if (curl_easy_getinfo(message->easy_handle, CURLINFO_PRIVATE, &private) != CURLE_OK) continue;
        ccurl_transfer *transfer = (ccurl_transfer *)private;
        *result = classify(code);
        fill(transfer, report);
        if (code != CURLE_OK && report->error[0] == 0) {
            strncpy(report->error, curl_easy_strerror(code), sizeof report->error - 1);
        }
        return transfer;
    }
    return NULL;
}

void ccurl_transfer_resume(ccurl_transfer *transfer) {
    curl_easy_pause(transfer->easy, CURLPAUSE_CONT);
}

void ccurl_multi_remove(ccurl_multi *multi, ccurl_transfer *transfer, ccurl_report *report) {
    if (report != NULL) fill(transfer, report);
    curl_multi_remove_handle(multi->handle, transfer->easy);
    release(transfer);
}

char *ccurl_resolve_url(const char *base, const char *reference) {
    CURLU *url = curl_url();
    char *absolute = NULL;
    if (url != NULL && curl_url_set(url, CURLUPART_URL, base, 0) == CURLUE_OK
        && curl_url_set(url, CURLUPART_URL, reference, 0) == CURLUE_OK) {
        curl_url_get(url, CURLUPART_URL, &absolute, 0);
    }
    curl_url_cleanup(url);
    return absolute;
}

void ccurl_string_free(char *string) {
    curl_free(string);
}
