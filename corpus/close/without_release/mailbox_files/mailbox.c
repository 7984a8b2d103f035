/* The mailbox itself. */
#include "mailbox.h"

bool mailbox_open(struct mailbox *box)
{
    box->letters = wand_chan_new(sizeof(int), 4);
    box->notices = wand_chan_new(sizeof(int), 1);
    return box->letters != NULL && box->notices != NULL;
}

/* Good: mailbox_free, in another file, releases the letters. */
void mailbox_close(struct mailbox *box)
{
    int letter;

    wand_chan_close(box->letters);
    while (wand_chan_recv(box->letters, &letter) == 0)
        box->unread++;
}

/* Bad: no file releases the notices. */
void mailbox_mute(struct mailbox *box)
{
    wand_chan_close(box->notices); // want close-without-release
}
