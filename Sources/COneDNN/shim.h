#pragma once
// oneDNN 2.x and 3.x behind one set of calls. The 2.x C API passes memory descriptors by value and describes an
// operation before it creates the primitive descriptor; 3.x makes descriptors opaque and does both in one call:
// https://oneapi-src.github.io/oneDNN/v3.0/dev_guide_transition_to_v3.html
#include <stdlib.h>
#include <oneapi/dnnl/dnnl.h>

#if DNNL_VERSION_MAJOR < 2
#error "oneDNN 2.0 or later is needed"
#endif

// libgomp's own calls (https://gcc.gnu.org/onlinedocs/libgomp/): its header is not on the search path of other compilers.
void omp_set_num_threads(int count);
int omp_get_max_threads(void);

// A tensor's shape, element type and order in memory, on the heap. Made by COneDNN_layout_create and then owned by
// the caller, or lent by COneDNN_layout_of and owned by the primitive descriptor.
#if DNNL_VERSION_MAJOR >= 3
typedef dnnl_memory_desc_t COneDNN_layout;
#else
typedef dnnl_memory_desc_t *COneDNN_layout;
#endif

static inline dnnl_status_t COneDNN_layout_create(
        COneDNN_layout *layout, int rank, const dnnl_dim_t *shape, dnnl_data_type_t type, dnnl_format_tag_t tag) {
#if DNNL_VERSION_MAJOR >= 3
    return dnnl_memory_desc_create_with_tag(layout, rank, shape, type, tag);
#else
    *layout = (COneDNN_layout)malloc(sizeof(dnnl_memory_desc_t));
    if (*layout == NULL) return dnnl_out_of_memory;
    dnnl_status_t status = dnnl_memory_desc_init_by_tag(*layout, rank, shape, type, tag);
    if (status != dnnl_success) {
        free(*layout);
        *layout = NULL;
    }
    return status;
#endif
}

static inline void COneDNN_layout_destroy(COneDNN_layout layout) {
#if DNNL_VERSION_MAJOR >= 3
    dnnl_memory_desc_destroy(layout);
#else
    free(layout);
#endif
}

static inline size_t COneDNN_layout_size(COneDNN_layout layout) { return dnnl_memory_desc_get_size(layout); }

// The layout a primitive wants; NULL if it has none of that kind.
static inline COneDNN_layout COneDNN_layout_of(const_dnnl_primitive_desc_t primitive, dnnl_query_t which) {
    return (COneDNN_layout)dnnl_primitive_desc_query_md(primitive, which, 0);
}

static inline const char *COneDNN_implementation(const_dnnl_primitive_desc_t primitive) {
    const char *name = NULL;
    dnnl_primitive_desc_query(primitive, dnnl_query_impl_info_str, 0, &name);
    return name;
}

static inline dnnl_status_t COneDNN_memory_create(
        dnnl_memory_t *memory, COneDNN_layout layout, dnnl_engine_t engine, void *storage) {
    return dnnl_memory_create(memory, layout, engine, storage);
}

// A macro, which Swift does not see: no storage yet.
static inline void *COneDNN_memory_none(void) { return DNNL_MEMORY_NONE; }

// Adds what the destination holds to the result, in the destination's element type.
static inline dnnl_status_t COneDNN_append_sum(dnnl_post_ops_t operations) {
#if DNNL_VERSION_MAJOR >= 3
    return dnnl_post_ops_append_sum(operations, 1.0f, 0, dnnl_data_type_undef);
#else
    return dnnl_post_ops_append_sum(operations, 1.0f);
#endif
}

static inline dnnl_status_t COneDNN_append_relu(dnnl_post_ops_t operations) {
#if DNNL_VERSION_MAJOR >= 3
    return dnnl_post_ops_append_eltwise(operations, dnnl_eltwise_relu, 0.0f, 0.0f);
#else
    return dnnl_post_ops_append_eltwise(operations, 1.0f, dnnl_eltwise_relu, 0.0f, 0.0f);
#endif
}

// Attributes of every primitive here: the caller owns the scratchpad. The result may be added to what the destination
// holds (sum), and a ReLU may follow.
static inline dnnl_status_t COneDNN_attributes_create(dnnl_primitive_attr_t *attributes, int sum, int relu) {
    dnnl_post_ops_t operations = NULL;
    dnnl_status_t status = dnnl_primitive_attr_create(attributes);
    if (status != dnnl_success) return status;
    status = dnnl_primitive_attr_set_scratchpad_mode(*attributes, dnnl_scratchpad_mode_user);
    if (status == dnnl_success && (sum || relu)) {
        status = dnnl_post_ops_create(&operations);
        if (status == dnnl_success && sum) status = COneDNN_append_sum(operations);
        if (status == dnnl_success && relu) status = COneDNN_append_relu(operations);
        if (status == dnnl_success) status = dnnl_primitive_attr_set_post_ops(*attributes, operations);
        if (operations != NULL) dnnl_post_ops_destroy(operations);
    }
    if (status != dnnl_success) dnnl_primitive_attr_destroy(*attributes);
    return status;
}

static inline dnnl_status_t COneDNN_convolution(
        dnnl_primitive_desc_t *primitive, dnnl_engine_t engine, dnnl_alg_kind_t algorithm,
        COneDNN_layout source, COneDNN_layout weights, COneDNN_layout bias, COneDNN_layout destination,
        const dnnl_dim_t *strides, const dnnl_dim_t *padding, const_dnnl_primitive_attr_t attributes) {
#if DNNL_VERSION_MAJOR >= 3
    const dnnl_dims_t dilation = {0, 0};
    return dnnl_convolution_forward_primitive_desc_create(primitive, engine, dnnl_forward_inference, algorithm,
            source, weights, bias, destination, strides, dilation, padding, padding, attributes);
#else
    dnnl_convolution_desc_t operation;
    dnnl_status_t status = dnnl_convolution_forward_desc_init(&operation, dnnl_forward_inference, algorithm,
            source, weights, bias, destination, strides, padding, padding);
    return status != dnnl_success ? status : dnnl_primitive_desc_create(primitive, &operation, attributes, engine, NULL);
#endif
}

static inline dnnl_status_t COneDNN_pooling(
        dnnl_primitive_desc_t *primitive, dnnl_engine_t engine, dnnl_alg_kind_t algorithm,
        COneDNN_layout source, COneDNN_layout destination, const dnnl_dim_t *strides, const dnnl_dim_t *window,
        const dnnl_dim_t *padding, const_dnnl_primitive_attr_t attributes) {
#if DNNL_VERSION_MAJOR >= 3
    const dnnl_dims_t dilation = {0, 0};
    return dnnl_pooling_forward_primitive_desc_create(primitive, engine, dnnl_forward_inference, algorithm,
            source, destination, strides, window, dilation, padding, padding, attributes);
#else
    dnnl_pooling_desc_t operation;
    dnnl_status_t status = dnnl_pooling_forward_desc_init(&operation, dnnl_forward_inference, algorithm,
            source, destination, strides, window, padding, padding);
    return status != dnnl_success ? status : dnnl_primitive_desc_create(primitive, &operation, attributes, engine, NULL);
#endif
}

static inline dnnl_status_t COneDNN_inner_product(
        dnnl_primitive_desc_t *primitive, dnnl_engine_t engine,
        COneDNN_layout source, COneDNN_layout weights, COneDNN_layout bias, COneDNN_layout destination,
        const_dnnl_primitive_attr_t attributes) {
#if DNNL_VERSION_MAJOR >= 3
    return dnnl_inner_product_forward_primitive_desc_create(
            primitive, engine, dnnl_forward_inference, source, weights, bias, destination, attributes);
#else
    dnnl_inner_product_desc_t operation;
    dnnl_status_t status = dnnl_inner_product_forward_desc_init(
            &operation, dnnl_forward_inference, source, weights, bias, destination);
    return status != dnnl_success ? status : dnnl_primitive_desc_create(primitive, &operation, attributes, engine, NULL);
#endif
}

static inline dnnl_status_t COneDNN_reorder(
        dnnl_primitive_desc_t *primitive, dnnl_engine_t engine, COneDNN_layout source, COneDNN_layout destination,
        const_dnnl_primitive_attr_t attributes) {
    return dnnl_reorder_primitive_desc_create(primitive, source, engine, destination, engine, attributes);
}

// Whether oneDNN may use the 512-bit instructions its AVX-512 kernels need (its own limit, DNNL_MAX_CPU_ISA, counted in).
static inline int COneDNN_has_avx512(void) {
#if defined(__x86_64__)
    return (dnnl_get_effective_cpu_isa() & dnnl_cpu_isa_avx512_core) == dnnl_cpu_isa_avx512_core;
#else
    return 0;
#endif
}

// Whether bfloat16 products of whole tiles are instructions of this CPU (AMX).
static inline int COneDNN_has_amx(void) {
#if defined(__x86_64__)
    return (dnnl_get_effective_cpu_isa() & dnnl_cpu_isa_avx512_core_amx) == dnnl_cpu_isa_avx512_core_amx;
#else
    return 0;
#endif
}

// Whether bfloat16 products are instructions of this CPU rather than emulated.
static inline int COneDNN_has_bfloat16(void) {
#if defined(__x86_64__)
    return (dnnl_get_effective_cpu_isa() & dnnl_cpu_isa_avx512_core_bf16) == dnnl_cpu_isa_avx512_core_bf16;
#else
    return 0;
#endif
}
