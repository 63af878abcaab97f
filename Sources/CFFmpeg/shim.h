#pragma once
// FFmpeg's demuxers, decoders, scaler and resampler; below, what Swift cannot see of them: macros with casts, and unions.
#include <libavcodec/avcodec.h>
#include <libavcodec/bsf.h>
#include <libavformat/avformat.h>
#include <libavutil/channel_layout.h>
#include <libavutil/display.h>
#include <libavutil/error.h>
#include <libavutil/imgutils.h>
#include <libavutil/log.h>
#include <libavutil/opt.h>
#include <libavutil/pixdesc.h>
#include <libswresample/swresample.h>
#include <libswscale/swscale.h>

static const int cffmpeg_end_of_file = AVERROR_EOF;
static const int cffmpeg_try_again = AVERROR(EAGAIN);
static const int cffmpeg_io_error = AVERROR(EIO);
static const int cffmpeg_invalid_argument = AVERROR(EINVAL);
static const int cffmpeg_not_permitted = AVERROR(EPERM);
static const int cffmpeg_out_of_memory = AVERROR(ENOMEM);
static const int cffmpeg_decoder_not_found = AVERROR_DECODER_NOT_FOUND;
static const int cffmpeg_encoder_not_found = AVERROR_ENCODER_NOT_FOUND;
static const int64_t cffmpeg_no_timestamp = AV_NOPTS_VALUE;
static const int cffmpeg_quantiser_to_lambda = FF_QP2LAMBDA;

/// Ticks of its stream's time base for which a decoded frame is on display; 0 where it is not known.
static inline int64_t cffmpeg_frame_duration(const AVFrame *frame) {
#if LIBAVUTIL_VERSION_INT >= AV_VERSION_INT(57, 30, 100)
    return frame->duration;
#else
    return frame->pkt_duration;
#endif
}
