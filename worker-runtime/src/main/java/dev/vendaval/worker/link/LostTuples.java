package dev.vendaval.worker.link;

import dev.vendaval.worker.exchange.DataSection;

/** Hears of tuples that a living worker will not get from a link, so that their trees fail at once. Any thread. */
public interface LostTuples {
    void lost(DataSection section);
}
