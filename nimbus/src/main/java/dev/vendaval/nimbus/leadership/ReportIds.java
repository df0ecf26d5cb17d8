package dev.vendaval.nimbus.leadership;

/** Ids of reports that are asked for: each is above all that were used before, by earlier leaderships too. */
final class ReportIds {
    private long last;

    ReportIds(long above) {
        this.last = above;
    }

    /** The id to use if reports are asked for now. */
    long next() {
        return last + 1;
    }

    void used(long id) {
        last = Math.max(last, id);
    }
}
