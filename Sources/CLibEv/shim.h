// What Swift can't import from libev, and no more: macros with arguments.
#include <ev.h>

// ev_async_init is a macro.
static inline void coprolab_ev_async_init(
    ev_async *watcher, void (*callback)(struct ev_loop *, ev_async *, int), void *data) {
    ev_async_init(watcher, callback);
    watcher->data = data;
}

// ev_timer_init is a macro.
static inline void coprolab_ev_timer_init(
    ev_timer *watcher, void (*callback)(struct ev_loop *, ev_timer *, int), void *data) {
    ev_timer_init(watcher, callback, 0., 0.);
    watcher->data = data;
}

// ev_timer_set is a macro; it may only be used on a stopped watcher, so stopping comes with it.
static inline void coprolab_ev_timer_start(struct ev_loop *loop, ev_timer *watcher, double seconds) {
    ev_timer_stop(loop, watcher);
    ev_timer_set(watcher, seconds, 0.);
    ev_timer_start(loop, watcher);
}

// ev_io_init is a macro.
static inline void coprolab_ev_io_init(
    ev_io *watcher, void (*callback)(struct ev_loop *, ev_io *, int), int descriptor, void *data) {
    ev_io_init(watcher, callback, descriptor, EV_NONE);
    watcher->data = data;
}

// ev_io_modify is a macro; it may only be used on a stopped watcher, so stopping comes with it.
static inline void coprolab_ev_io_start(struct ev_loop *loop, ev_io *watcher, int events) {
    ev_io_stop(loop, watcher);
    ev_io_modify(watcher, events);
    ev_io_start(loop, watcher);
}

// The flags are of two anonymous enums, which Swift imports as two integer types.
// No environment: LIBEV_FLAGS mustn't change how a server polls.
static inline struct ev_loop *coprolab_ev_loop_new(void) {
    return ev_loop_new(EVBACKEND_EPOLL | EVFLAG_NOENV);
}

static inline void coprolab_ev_run(struct ev_loop *loop) { ev_run(loop, 0); }

static inline void coprolab_ev_break(struct ev_loop *loop) { ev_break(loop, EVBREAK_ALL); }

// pthread_setname_np is declared under _GNU_SOURCE alone, which Swift's Glibc module doesn't set.
#include <pthread.h>
extern int pthread_setname_np(pthread_t, const char *);
static inline void coprolab_name_this_thread(const char *name) { pthread_setname_np(pthread_self(), name); }
