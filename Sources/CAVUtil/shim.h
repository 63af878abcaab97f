#pragma once
// SHA-256 alone: swift-crypto would add two minutes to a clean build, and libavutil is linked anyway.
#include <libavutil/mem.h>
#include <libavutil/sha.h>
