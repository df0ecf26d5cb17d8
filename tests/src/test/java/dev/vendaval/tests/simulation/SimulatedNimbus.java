package dev.vendaval.tests.simulation;

import dev.vendaval.nimbus.leadership.Leader;
import dev.vendaval.nimbus.leadership.NimbusTurns;
import dev.vendaval.protocol.service.SupervisorLinkService.CommandSender;
import dev.vendaval.protocol.service.SupervisorLinkService.SupervisorConversation;
import dev.vendaval.protocol.state.LeaderEpoch;
import dev.vendaval.protocol.state.LeadershipListener;
import dev.vendaval.protocol.state.NimbusRecord;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/** A Nimbus that is started again whenever it has died. */
final class SimulatedNimbus {
    private static final int FIRST_PORT = 6627;
    private static final int LONGEST_ABSENCE = 8_000;

    private final World world;
    private final NimbusRecord address;
    private Life life;

    SimulatedNimbus(World world, int number) {
        this.world = world;
        this.address = new NimbusRecord("127.0.0.1", FIRST_PORT + number);
        this.life = new Life();
        life.begin();
    }

    int port() {
        return address.port();
    }

    SimulatedProcess process() {
        return life;
    }

    boolean is(SimulatedProcess process) {
        return life == process;
    }

    void die() {
        if (life.isAlive()) {
            life.kill();
            world.time.after(world.chance.upTo(LONGEST_ABSENCE), () -> {
                life = new Life();
                life.begin();
            });
        }
    }

    /**
     * A request arrives; its answer completes here, and is told by {@code answered} if this life is still there then.
     * An exception is a refusal.
     */
    <T> CompletableFuture<T> ask(String about, Function<Leader, T> work) {
        return life.turns.ask(about, work);
    }

    SupervisorConversation open(CommandSender commands) {
        return life.turns.open(commands);
    }

    private final class Life extends SimulatedProcess {
        final NimbusTurns turns;

        Life() {
            super(SimulatedNimbus.this.world, "nimbus " + address.port());
            this.turns = new NimbusTurns(clusterState(), this, world::nextSuffix);
        }

        @Override
        void register() {
            registered(() -> world.truth.joinElection(address, new LeadershipListener() {
                @Override
                public void elected(LeaderEpoch epoch) {
                    deliver(() -> {
                        world.happened(Life.this + " is elected with epoch " + epoch.number());
                        turns.candidate().elected(epoch);
                    });
                }

                @Override
                public void revoked() {
                    deliver(() -> turns.candidate().revoked());
                }
            }));
            registered(() -> world.truth.watch(() -> deliver(turns::clusterChanged)));
            turns.clusterChanged();
        }

        @Override
        void sessionLost() {
            turns.candidate().revoked();
        }

        @Override
        void turn() {
            turns.turn();
        }
    }
}
