#pragma once
#include <hdf5/serial/hdf5.h>

// What Swift cannot see: macros that call H5open() or cast.
static inline hid_t CHDF5_native_float(void) { return H5T_NATIVE_FLOAT; }
static inline hid_t CHDF5_native_int64(void) { return H5T_NATIVE_INT64; }
static inline hid_t CHDF5_native_uint64(void) { return H5T_NATIVE_UINT64; }
static inline hid_t CHDF5_native_double(void) { return H5T_NATIVE_DOUBLE; }
static inline hid_t CHDF5_native_uint8(void) { return H5T_NATIVE_UINT8; }
static inline hid_t CHDF5_c_string(void) { return H5T_C_S1; }
static inline hid_t CHDF5_dataset_creation(void) { return H5P_DATASET_CREATE; }
static inline unsigned CHDF5_exclusive(void) { return H5F_ACC_EXCL; }
static inline unsigned CHDF5_read_only(void) { return H5F_ACC_RDONLY; }
static const hid_t CHDF5_whole = 0;          // H5S_ALL
static const hid_t CHDF5_defaults = 0;       // H5P_DEFAULT, H5E_DEFAULT
static inline hsize_t CHDF5_unlimited(void) { return H5S_UNLIMITED; }
static inline size_t CHDF5_variable(void) { return H5T_VARIABLE; }
