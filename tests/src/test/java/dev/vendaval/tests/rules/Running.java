package dev.vendaval.tests.rules;

import dev.vendaval.protocol.report.TopologyInfo;
import java.time.Duration;

/** A topology in a {@link Venue}. */
interface Running {
    TopologyInfo info();

    void activate();

    void deactivate();

    /** Returns when it has drained, for at most this long, every component is cleaned up and the name is free. */
    void kill(Duration wait);
}
