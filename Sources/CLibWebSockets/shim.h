// What Swift can't import from libwebsockets, and no more.
#include <libwebsockets.h>

// LWS_PRE is a macro over another macro with an argument: the bytes that lws_write may use before its buffer.
static inline int coprolab_lws_pre(void) { return LWS_PRE; }

// The options are 64-bit macros.
static inline uint64_t coprolab_lws_options(void) {
    return LWS_SERVER_OPTION_LIBEV | LWS_SERVER_OPTION_VALIDATE_UTF8;
}

// LWS_TO_KILL_ASYNC goes with an enum value that Swift would have to make from a bare integer (lws_wsi_close is a
// macro, and its 4.1 form names a variable of the caller).
static inline void coprolab_lws_kill(struct lws *wsi) {
    lws_set_timeout(wsi, PENDING_TIMEOUT_AWAITING_PROXY_RESPONSE, LWS_TO_KILL_ASYNC);
}

// LLL_… are macros over shifts.
static inline int coprolab_lws_log_errors(void) { return LLL_ERR | LLL_WARN; }

static inline int coprolab_lws_log_is_error(int level) { return (level & LLL_ERR) != 0; }

// accept4 is declared under _GNU_SOURCE alone, which Swift's Glibc module doesn't set.
#include <sys/socket.h>
extern int accept4(int, struct sockaddr *, socklen_t *, int);
static inline int coprolab_accept(int descriptor, struct sockaddr *address, socklen_t *length) {
    return accept4(descriptor, address, length, SOCK_NONBLOCK | SOCK_CLOEXEC);
}
