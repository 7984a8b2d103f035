/* Mailboxes: opened and closed in one file, torn down in another. */
#ifndef MAILBOX_H
#define MAILBOX_H

#include <wand.h>

struct mailbox {
    wand_chan *letters; /* of int; released by mailbox_free */
    wand_chan *notices; /* of int; nobody thought of releasing these */
    int unread;
};

bool mailbox_open(struct mailbox *box);
void mailbox_close(struct mailbox *box);
void mailbox_mute(struct mailbox *box);
void mailbox_free(struct mailbox *box);

#endif
