#pragma once
#include <hdf5/serial/hdf5.h>

// What Swift cannot see: macros that call H5open() or cast.
static inline hid_t CHDF5_native_float(void) { return H5T_NATIVE_FLOAT; }
static inline hid_t CHDF5_native_int64(void) { return H5T_NATIVE_INT64; }
static inline hid_t CHDF5_native_uint64(void) { return H5T_NATIVE_UINT64; }
static inline unsigned CHDF5_read_only(void) { return H5F_ACC_RDONLY; }
static const hid_t CHDF5_whole = 0;          // H5S_ALL
static const hid_t CHDF5_defaults = 0;       // H5P_DEFAULT, H5E_DEFAULT
