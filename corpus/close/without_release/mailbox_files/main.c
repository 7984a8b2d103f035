// run: clean
/* The program around the mailbox, which takes it down. */
#include "mailbox.h"

void mailbox_free(struct mailbox *box)
{
    wand_chan_release(box->letters);
    box->letters = NULL;
}

static void start(void *arg)
{
    static struct mailbox box;
    int letter = 1;

    (void)arg;
    if (!mailbox_open(&box))
        return;
    wand_chan_try_send(box.letters, &letter);
    mailbox_close(&box);
    mailbox_mute(&box);
    mailbox_free(&box);
    printf("%d unread\n", box.unread);
}

int main(void)
{
    int left = wand_run(NULL, start, NULL);

    return left < 0 ? 100 : left;
}
