#include <curl/curl.h>
#include <sys/socket.h>

// curl_easy_setopt and curl_easy_getinfo are variadic C functions, which Swift cannot call.
static inline CURLcode covenant_curl_set_long(CURL *handle, CURLoption option, long value) {
    return curl_easy_setopt(handle, option, value);
}
static inline CURLcode covenant_curl_set_pointer(CURL *handle, CURLoption option, const void *value) {
    return curl_easy_setopt(handle, option, value);
}
static inline CURLcode covenant_curl_get_long(CURL *handle, CURLINFO info, long *value) {
    return curl_easy_getinfo(handle, info, value);
}
static inline CURLcode covenant_curl_get_offset(CURL *handle, CURLINFO info, curl_off_t *value) {
    return curl_easy_getinfo(handle, info, value);
}

// Read, write and header callbacks share this shape.
typedef size_t (*covenant_curl_bytes)(char *bytes, size_t size, size_t count, void *context);
static inline CURLcode covenant_curl_set_bytes(
    CURL *handle, CURLoption option, covenant_curl_bytes callback) {
    return curl_easy_setopt(handle, option, callback);
}

// Asked before each connection with the very address that is about to be connected.
typedef int (*covenant_curl_address)(void *context, const struct sockaddr *address);
struct covenant_curl_guard {
    covenant_curl_address permits;
    void *context;
};
static curl_socket_t covenant_curl_open(
    void *context, curlsocktype purpose, struct curl_sockaddr *address) {
    struct covenant_curl_guard *guard = (struct covenant_curl_guard *)context;
    if (purpose != CURLSOCKTYPE_IPCXN || !guard->permits(guard->context, &address->addr))
        return CURL_SOCKET_BAD;
    return socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
}
// `guard` must live until the transfer ends.
static inline CURLcode covenant_curl_set_guard(CURL *handle, struct covenant_curl_guard *guard) {
    CURLcode code = curl_easy_setopt(handle, CURLOPT_OPENSOCKETFUNCTION, covenant_curl_open);
    if (code != CURLE_OK) return code;
    return curl_easy_setopt(handle, CURLOPT_OPENSOCKETDATA, guard);
}
