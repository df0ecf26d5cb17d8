package dev.vendaval.worker.link;

import dev.vendaval.protocol.report.Incarnation;
import dev.vendaval.worker.exchange.DataSection;
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

    @Override
    public void epoch(long version) {}

    @Override
    public void takenOver(int task, long version, int receiver) {}

    @Override
    public void handedOver(DataSection section) {}
}
