// run: clean
/* Loops in every shape around channels, groups and contexts; nothing here is wrong. */
#include <wand.h>

enum { ROWS = 3, COLUMNS = 4 };

struct matrix {
    int cell[ROWS][COLUMNS];
    wand_chan *sums;
    wand_wg rows;
};

struct row {
    struct matrix *matrix;
    int index;
};

static void sum_row(void *arg)
{
    const struct row *row = arg;
    int sum = 0, column = 0;

    /* All three parts missing. */
    for (;;) {
        if (column == COLUMNS)
            break;
        sum += row->matrix->cell[row->index][column];
        column++;
    }
    wand_chan_send(row->matrix->sums, &sum);
}

static void fill(struct matrix *m)
{
    int row = 0, column;

    /* No initialisation. */
    for (; row < ROWS; row++)
        /* Two running variables, by comma. */
        for (int i = 0, j = COLUMNS - 1; i <= j; i++, j--)
            m->cell[row][i] = m->cell[row][j] = row * 10 + i;
    /* No step. */
    for (column = 0; column < COLUMNS;) {
        if (column % 2 == 1) {
            column++;
            continue;
        }
        m->cell[0][column++] += 1;
    }
    /* No condition. */
    for (row = 0;; row++) {
        if (row >= ROWS)
            break;
        m->cell[row][0]--;
    }
    /* No body. */
    for (row = 0; row < ROWS && m->cell[row][1] != 99; row++)
        ;
    while (row-- > 0)
        ;
}

static int collect(struct matrix *m, int rows)
{
    int total = 0, sum;

    do {
        if (rows == 0)
            break;
        if (wand_chan_recv(m->sums, &sum) != 0)
            continue;
        total += sum;
    } while (--rows > 0);
    return total;
}

static void nested(struct matrix *m)
{
    int seen = 0;

    for (int row = 0; row < ROWS; row++) {
        int column = 0;
        while (column < COLUMNS) {
            do {
                if (m->cell[row][column] < 0)
                    goto next_row;
                if (seen > 100)
                    goto out;
                seen++;
            } while (0);
            column++;
        }
        wand_yield();
    next_row:;
    }
out:
    printf("%d cells\n", seen);
}

static void sum_rows(struct matrix *m)
{
    struct row rows[ROWS];
    int started;

    for (started = 0; started < ROWS; started++) {
        rows[started] = (struct row){.matrix = m, .index = started};
        if (wand_go_wg(&m->rows, sum_row, &rows[started]) != 0)
            break;
    }
    printf("total %d\n", collect(m, started));
    wand_wg_wait(&m->rows);
}

static void start(void *arg)
{
    static struct matrix matrix;

    (void)arg;
    matrix.sums = wand_chan_new(sizeof(int), 0);
    if (matrix.sums == NULL)
        return;
    fill(&matrix);
    nested(&matrix);
    sum_rows(&matrix);
    wand_chan_release(matrix.sums);
}

int main(void)
{
    int left = wand_run(NULL, start, NULL);

    return left < 0 ? 100 : left;
}
