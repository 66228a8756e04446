#include <zlib.h>

// deflateInit2 is a macro, which Swift doesn't see: it adds the version and the size of the stream.
static inline int coprolab_deflate_init_gzip(z_stream *stream) {
    return deflateInit2(stream, Z_BEST_COMPRESSION, Z_DEFLATED, 15 + 16, 9, Z_DEFAULT_STRATEGY);
}
