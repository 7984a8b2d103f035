/* switch_x86_64.S: leaving one stack for another, on x86-64 (System V ABI).
 *
 * void *stack_switch(void **save, void *to, void *give): saves the callee-saved registers on this stack, stores its top
 * in *save, goes on where `to` was saved, and returns `give` there.
 *
 * It leaves by pop and jmp instead of ret: the processor predicts a ret from its own stack of calls, and would be wrong
 * each time. The control words of floating point belong to the callee-saved state, but loading them is slow, so they are
 * loaded only when they differ; the status bits of mxcsr (0x3f) don't count.
 *
 * A saved stack, from its top: control words, r15, r14, r13, r12, rbx, rbp, address to go on at. */
#if defined(__x86_64__)
        .text
        .globl  stack_switch
        .hidden stack_switch
        .type   stack_switch, @function
        .p2align 4
stack_switch:
        .cfi_startproc
        endbr64
        pushq   %rbp
        .cfi_adjust_cfa_offset 8
        .cfi_rel_offset rbp, 0
        pushq   %rbx
        .cfi_adjust_cfa_offset 8
        .cfi_rel_offset rbx, 0
        pushq   %r12
        .cfi_adjust_cfa_offset 8
        .cfi_rel_offset r12, 0
        pushq   %r13
        .cfi_adjust_cfa_offset 8
        .cfi_rel_offset r13, 0
        pushq   %r14
        .cfi_adjust_cfa_offset 8
        .cfi_rel_offset r14, 0
        pushq   %r15
        .cfi_adjust_cfa_offset 8
        .cfi_rel_offset r15, 0
        subq    $8, %rsp
        .cfi_adjust_cfa_offset 8
        stmxcsr (%rsp)
        fnstcw  4(%rsp)
        movl    (%rsp), %r8d
        movzwl  4(%rsp), %r9d
        movq    %rsp, (%rdi)
        movq    %rsi, %rsp
        xorl    (%rsp), %r8d
        xorw    4(%rsp), %r9w
        andl    $0xffc0, %r8d
        orl     %r9d, %r8d
        jne     2f
        .cfi_remember_state
1:      addq    $8, %rsp
        .cfi_adjust_cfa_offset -8
        popq    %r15
        .cfi_adjust_cfa_offset -8
        .cfi_restore r15
        popq    %r14
        .cfi_adjust_cfa_offset -8
        .cfi_restore r14
        popq    %r13
        .cfi_adjust_cfa_offset -8
        .cfi_restore r13
        popq    %r12
        .cfi_adjust_cfa_offset -8
        .cfi_restore r12
        popq    %rbx
        .cfi_adjust_cfa_offset -8
        .cfi_restore rbx
        popq    %rbp
        .cfi_adjust_cfa_offset -8
        .cfi_restore rbp
        movq    %rdx, %rax
        popq    %rcx
        .cfi_adjust_cfa_offset -8
        .cfi_register rip, rcx
        jmp     *%rcx
        .cfi_restore_state
2:
        ldmxcsr (%rsp)
        fldcw   4(%rsp)
        jmp     1b
        .cfi_endproc
        .size   stack_switch, .-stack_switch

/* The first frame of a coroutine: rbx holds its function. Nobody called it, which ends every walk of the stack here. */
        .globl  stack_entry
        .hidden stack_entry
        .type   stack_entry, @function
        .p2align 4
stack_entry:
        .cfi_startproc
        .cfi_undefined rip
        endbr64
        movq    %rax, %rdi
        call    *%rbx
        ud2
        .cfi_endproc
        .size   stack_entry, .-stack_entry
#endif
        .section .note.GNU-stack,"",%progbits
