package dev.vendaval.worker.link;

import dev.vendaval.protocol.report.Incarnation;
import dev.vendaval.worker.fencing.Death;

/** Hears and does nothing. */
final class NoNews implements PeerNews {
    @Override
    public void heardFrom(Incarnation sender) {}

    @Override
    public void outdated(String why) {}

    @Override
    public void told(Incarnation teller, Death death) {}

    @Override
    public void left(Incarnation leaving) {}
}
