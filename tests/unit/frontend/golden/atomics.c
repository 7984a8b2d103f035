#include <stdatomic.h>

struct shared {
    atomic_int count;
    _Atomic long total;
    _Atomic(int *) where;
    atomic_flag busy;
    volatile int polled;
};

int standard(struct shared *s, int v, int *p)
{
    int expected = 0;

    atomic_init(&s->count, 1);
    atomic_store(&s->count, v);
    atomic_store_explicit(&s->count, v, memory_order_release);
    s->total = v;
    s->total += 2;
    s->total++;
    s->where = p;
    while (atomic_load_explicit(&s->count, memory_order_acquire) == 0) {
    }
    while (!s->polled) {
    }
    while (atomic_flag_test_and_set(&s->busy)) {
    }
    atomic_flag_clear(&s->busy);
    if (atomic_compare_exchange_strong(&s->count, &expected, 5))
        return atomic_exchange(&s->count, 6);
    atomic_thread_fence(memory_order_seq_cst);
    return atomic_fetch_sub(&s->count, 1) + s->total + *s->where;
}

int gnu(int *p, int v)
{
    int out;

    __atomic_store_n(p, 1, __ATOMIC_SEQ_CST);
    __atomic_load(p, &out, __ATOMIC_SEQ_CST);
    __atomic_exchange(p, &v, &out, __ATOMIC_SEQ_CST);
    if (!__atomic_compare_exchange_n(p, &out, v, 0, __ATOMIC_SEQ_CST, __ATOMIC_RELAXED))
        return __atomic_load_n(p, __ATOMIC_ACQUIRE);
    return __atomic_add_fetch(p, 2, __ATOMIC_SEQ_CST) + __atomic_fetch_or(p, v, __ATOMIC_SEQ_CST);
}

int old(int *p)
{
    __sync_synchronize();
    if (__sync_bool_compare_and_swap(p, 1, 2))
        return __sync_lock_test_and_set(p, 3);
    __sync_lock_release(p);
    return __sync_fetch_and_add(p, 4) + __sync_sub_and_fetch(p, 5) + __sync_val_compare_and_swap(p, 6, 7);
}
