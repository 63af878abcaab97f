#pragma once
#include <cblas.h>

// LAPACK's Fortran entry points, as libopenblas exports them: Debian ships no LAPACKE header with OpenBLAS.
// Arguments: https://netlib.org/lapack/explore-html/ ; blasint is OpenBLAS's integer.
void dsyevd_(const char *jobz, const char *uplo, const blasint *n, double *a, const blasint *lda, double *w,
             double *work, const blasint *lwork, blasint *iwork, const blasint *liwork, blasint *info);
void dgesdd_(const char *jobz, const blasint *m, const blasint *n, double *a, const blasint *lda, double *s,
             double *u, const blasint *ldu, double *vt, const blasint *ldvt,
             double *work, const blasint *lwork, blasint *iwork, blasint *info);
