package dev.vendaval.tests.simulation;

import dev.vendaval.protocol.report.SupervisorReport;
import dev.vendaval.protocol.service.SupervisorLinkService.CommandSender;
import dev.vendaval.protocol.service.SupervisorLinkService.SupervisorConversation;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** A connection of a supervisor to a life of a Nimbus: in order, slow, and over when anything of it is lost. */
final class Conversation implements CommandSender {
    private static final int LONGEST_WAY = 50;

    private final World world;
    private final SimulatedNimbus nimbus;
    private final SimulatedProcess life;
    private @Nullable SupervisorConversation atNimbus;
    private long lastUp;
    private long asked;
    private boolean over;

    Conversation(World world, SimulatedNimbus nimbus) {
        this.world = world;
        this.nimbus = nimbus;
        this.life = nimbus.process();
        up(() -> atNimbus = nimbus.open(this));
    }

    int nimbusPort() {
        return nimbus.port();
    }

    boolean isOver() {
        return over || !life.isAlive();
    }

    private void up(Runnable arrival) {
        lastUp = Math.max(lastUp, world.time.now() + world.chance.upTo(LONGEST_WAY));
        world.time.after(
                lastUp - world.time.now(),
                () -> life.deliver(() -> {
                    if (!over) {
                        arrival.run();
                    }
                }));
    }

    void send(SupervisorReport report) {
        if (world.faults.messageIsLost()) {
            end();
        } else {
            up(() -> {
                if (atNimbus != null) {
                    atNimbus.report(report);
                }
            });
        }
    }

    /** Found by the supervisor at a turn of its own: Nimbus asks in no certain order, and seeds must repeat. */
    @Override
    public void reportNow(long reportId) {
        if (life.isAlive()) {
            asked = Math.max(asked, reportId);
        }
    }

    /** What was asked for since the last time; empty, too, while it is on its way. */
    OptionalLong takeAsked() {
        if (over || asked == 0 || world.chance.in(500)) {
            return OptionalLong.empty();
        }
        long taken = asked;
        asked = 0;
        return OptionalLong.of(taken);
    }

    @Override
    public void close() {
        end();
    }

    /** Both sides hear of it at times of their own. */
    void end() {
        if (!over) {
            over = true;
            world.time.after(
                    world.chance.upTo(LONGEST_WAY),
                    () -> life.deliver(() -> {
                        if (atNimbus != null) {
                            atNimbus.closed();
                        }
                    }));
        }
    }
}
