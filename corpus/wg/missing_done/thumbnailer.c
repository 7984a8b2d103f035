// run: deadlock
/* Thumbnails made by counted coroutines: a picture that can't be read must be counted down as well. */
#include <stdlib.h>
#include <string.h>
#include <wand.h>

struct album {
    const char *title;
    wand_wg pending;
};

struct picture {
    struct album *album;
    const char *path;
    int width, height;
    int error;
};

static bool is_picture(const char *path)
{
    const char *dot = strrchr(path, '.');

    return dot != NULL && (strcmp(dot, ".png") == 0 || strcmp(dot, ".jpg") == 0);
}

/* Bad: what is no picture is never counted down. */
static void thumbnail_strict(void *arg)
{
    struct picture *pic = arg;

    if (!is_picture(pic->path)) {
        // insert skip: wand_wg_done(&pic->album->pending);
        return; // want wg-missing-done unless skip
    }
    pic->width /= 8;
    pic->height /= 8;
    wand_wg_done(&pic->album->pending);
}

/* Bad: two exits without done, one of them the closing brace. */
static void thumbnail_square(void *arg)
{
    struct picture *pic = arg;

    if (!is_picture(pic->path)) {
        pic->error = EINVAL;
        return; // want wg-missing-done
    }
    if (pic->width == pic->height) {
        pic->width = pic->height = 64;
        wand_wg_done(&pic->album->pending);
    }
} // want wg-missing-done

/* Bad: three early returns, and only one of them counts down. */
static void thumbnail_checked(void *arg)
{
    struct picture *pic = arg;

    if (pic->width <= 0 || pic->height <= 0)
        return; // want wg-missing-done
    if (!is_picture(pic->path)) {
        pic->error = EINVAL;
        wand_wg_done(&pic->album->pending);
        return;
    }
    if (pic->width > 10000)
        return; // want wg-missing-done
    pic->width /= 8;
    pic->height /= 8;
    wand_wg_done(&pic->album->pending);
}

/* Good: every return counts down. */
static void thumbnail_careful(void *arg)
{
    struct picture *pic = arg;

    if (!is_picture(pic->path)) {
        pic->error = EINVAL;
        wand_wg_done(&pic->album->pending); // delete careful
        return;                             // then wg-missing-done by careful
    }
    pic->width /= 8;
    pic->height /= 8;
    wand_wg_done(&pic->album->pending); // delete careful_end
} // then wg-missing-done by careful_end

/* Good: one exit. */
static void thumbnail_single_exit(void *arg)
{
    struct picture *pic = arg;

    if (is_picture(pic->path)) {
        pic->width /= 8;
        pic->height /= 8;
    } else {
        pic->error = EINVAL;
    }
    wand_wg_done(&pic->album->pending);
}

static void album_add(struct album *album, struct picture *pic, wand_fn how)
{
    pic->album = album;
    wand_wg_add(&album->pending, 1);
    if (wand_go(how, pic) != 0)
        wand_wg_done(&album->pending);
}

static void start(void *arg)
{
    static struct album album = {.title = "summer"};
    static struct picture beach = {.path = "beach.jpg", .width = 800, .height = 600};
    static struct picture square = {.path = "square.png", .width = 512, .height = 512};
    static struct picture notes = {.path = "notes.txt", .width = 1, .height = 1};

    (void)arg;
    album_add(&album, &beach, thumbnail_single_exit);
    album_add(&album, &square, thumbnail_square);
    wand_wg_wait(&album.pending);
    album_add(&album, &beach, thumbnail_careful);
    album_add(&album, &square, thumbnail_checked);
    wand_wg_wait(&album.pending);
    printf("%s: %dx%d\n", album.title, beach.width, beach.height);
    album_add(&album, &notes, thumbnail_strict);
    wand_wg_wait(&album.pending);
}

int main(void)
{
    int left = wand_run(NULL, start, NULL);

    return left < 0 ? 100 : left;
}
