package dev.vendaval.tests.simulation;

import dev.vendaval.api.ComponentDefinition;
import dev.vendaval.api.ComponentKind;
import dev.vendaval.api.ComponentMemory;
import dev.vendaval.api.Fields;
import dev.vendaval.api.Grouping;
import dev.vendaval.api.StreamDefinition;
import dev.vendaval.api.SubmitException;
import dev.vendaval.api.Subscription;
import dev.vendaval.api.Topology;
import dev.vendaval.nimbus.leadership.Leader;
import dev.vendaval.nimbus.lifecycle.LifecycleAction;
import dev.vendaval.nimbus.submission.Submission;
import dev.vendaval.protocol.service.RebalanceRequest;
import dev.vendaval.protocol.service.ServiceException;
import dev.vendaval.protocol.service.SubmitRequest;
import dev.vendaval.protocol.state.TopologyState;
import dev.vendaval.protocol.state.TopologyStatus;
import dev.vendaval.protocol.state.Versioned;
import dev.vendaval.protocol.topology.TopologyDefinition;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/**
 * The one user of a topology's name: one command after the other, each repeated at any Nimbus until it is answered. Knows
 * what was accepted, so what must be in the cluster state at any moment.
 */
final class SimulatedClient {
    private static final int SERVER_WAITS = 30_000;
    private static final int LONGEST_WAY = 50;
    private static final int MOST_EXECUTORS = 9;
    private static final Topology TOPOLOGY = Topology.of(
            List.of(
                    component("lines", ComponentKind.SPOUT, 2, List.of()),
                    component(
                            "count",
                            ComponentKind.BOLT,
                            3,
                            List.of(new Subscription("lines", "default", Grouping.shuffle())))),
            List.of());

    private enum Kind {
        SUBMIT,
        /** With the submit id that was accepted: nothing new comes of it. */
        SUBMIT_AGAIN,
        /** With another submit id: the name is taken. */
        SUBMIT_ANOTHER,
        ACTIVATE,
        DEACTIVATE,
        /** To some number of executors of the bolt, often more than it has tasks: then it grows. */
        REBALANCE,
        KILL
    }

    private enum Stage {
        NONE,
        LIVE,
        KILLED
    }

    private final World world;
    private final String name;
    private final int workers;
    private final Set<String> gone = new HashSet<>();
    private Stage stage = Stage.NONE;
    private String id = "";
    private String submitId = "";
    private TopologyStatus status = TopologyStatus.ACTIVE;
    private long earliestStop = Long.MAX_VALUE;
    private int commands;
    private @Nullable Command current;

    SimulatedClient(World world, String name, int workers) {
        this.world = world;
        this.name = name;
        this.workers = workers;
    }

    private static ComponentDefinition component(
            String id, ComponentKind kind, int parallelism, List<Subscription> subscriptions) {
        StreamDefinition stream = new StreamDefinition("default", new Fields("value"), false);
        return new ComponentDefinition(
                id,
                kind,
                "Example",
                new byte[] {1},
                parallelism,
                null,
                Map.of(),
                List.of(stream),
                subscriptions,
                ComponentMemory.LEFT_BEHIND);
    }

    private final class Command {
        final Kind kind;
        final String submit;
        final Duration wait = Duration.ofMillis(world.chance.upTo(10_000));
        final int executors = world.chance.between(1, MOST_EXECUTORS);
        final boolean nameWasHeld = !present().isEmpty();
        final List<CompletableFuture<String>> underWay = new ArrayList<>();
        int sent;
        boolean attemptDue;

        Command(Kind kind, String submit) {
            this.kind = kind;
            this.submit = submit;
        }

        String doAt(Leader leader) {
            switch (kind) {
                case SUBMIT, SUBMIT_AGAIN, SUBMIT_ANOTHER -> {
                    return leader.submit(Submission.checked(
                            new SubmitRequest(
                                    submit, name, Map.of("topology.workers", workers), TOPOLOGY, artifact(), false),
                            Map.of(),
                            sha256 -> true,
                            warning -> {}));
                }
                case ACTIVATE -> leader.change(name, LifecycleAction.ACTIVATE, null);
                case DEACTIVATE -> leader.change(name, LifecycleAction.DEACTIVATE, null);
                case REBALANCE -> {
                    return leader.rebalance(new RebalanceRequest(
                                    submit, name, null, Map.of("count", executors), Map.of(), null, false))
                            .status()
                            .name();
                }
                case KILL -> leader.change(name, LifecycleAction.KILL, wait);
            }
            return id;
        }

        private @Nullable String artifact() {
            return workers % 2 == 0 ? null : "ab".repeat(32);
        }

        boolean isOfStatus() {
            return kind == Kind.ACTIVATE || kind == Kind.DEACTIVATE;
        }

        TopologyStatus target() {
            return kind == Kind.ACTIVATE ? TopologyStatus.ACTIVE : TopologyStatus.INACTIVE;
        }

        @Override
        public String toString() {
            return name + " " + kind + " " + submit;
        }
    }

    // ---- commands

    boolean isBusy() {
        return current != null;
    }

    boolean isLive() {
        return stage == Stage.LIVE;
    }

    void goOn() {
        world.time.after(world.chance.upTo(8_000), () -> {
            if (!world.isSettling()) {
                if (current == null) {
                    begin(next());
                }
                goOn();
            }
        });
    }

    private Kind next() {
        return switch (stage) {
            case NONE -> Kind.SUBMIT;
            case KILLED -> world.chance.in(200) ? Kind.KILL : Kind.SUBMIT;
            case LIVE ->
                world.chance.of(List.of(
                        Kind.ACTIVATE,
                        Kind.DEACTIVATE,
                        Kind.DEACTIVATE,
                        Kind.REBALANCE,
                        Kind.REBALANCE,
                        Kind.REBALANCE,
                        Kind.KILL,
                        Kind.KILL,
                        Kind.SUBMIT_AGAIN,
                        Kind.SUBMIT_ANOTHER));
        };
    }

    void submit() {
        begin(Kind.SUBMIT);
    }

    void kill() {
        begin(Kind.KILL);
    }

    private void begin(Kind kind) {
        Command command = new Command(kind, kind == Kind.SUBMIT_AGAIN ? submitId : name + "-" + ++commands);
        current = command;
        if (kind == Kind.KILL) {
            earliestStop = Math.min(earliestStop, world.time.now() + command.wait.toMillis());
        }
        world.happened(command + " begins");
        attempt(command);
    }

    private void attempt(Command command) {
        if (current != command) {
            return;
        }
        send(command);
        if (world.chance.in(100)) {
            send(command); // repeated, here or at another Nimbus
        }
        int sent = command.sent;
        world.time.after(world.chance.between(2_000, 6_000), () -> {
            if (command.sent == sent) {
                attempt(command);
            }
        });
    }

    /** Once, however many of its copies were refused. */
    private void attemptAgain(Command command) {
        if (!command.attemptDue) {
            command.attemptDue = true;
            world.time.after(world.chance.between(100, 1_000), () -> {
                command.attemptDue = false;
                attempt(command);
            });
        }
    }

    private void send(Command command) {
        command.sent++;
        SimulatedNimbus nimbus = world.chance.of(world.nimbuses());
        SimulatedProcess life = nimbus.process();
        if (!world.faults.messageIsLost()) {
            world.time.after(world.chance.upTo(LONGEST_WAY), () -> life.deliver(() -> arrive(command, nimbus, life)));
        }
    }

    /** What its sender no longer waits for is not begun: its connection is gone. */
    private void arrive(Command command, SimulatedNimbus nimbus, SimulatedProcess life) {
        if (current != command) {
            return;
        }
        try {
            CompletableFuture<String> answer = nimbus.ask(name, command::doAt);
            command.underWay.add(answer);
            answer.whenComplete((value, refusal) -> answer(command, life, value, refusal));
            world.time.after(SERVER_WAITS, () -> life.deliver(() -> answer.cancel(false)));
        } catch (ServiceException e) {
            answer(command, life, null, e);
        }
    }

    private void answer(Command command, SimulatedProcess life, @Nullable String value, @Nullable Throwable refusal) {
        if (life.isAlive() && current == command && !world.faults.messageIsLost()) {
            world.time.after(world.chance.upTo(LONGEST_WAY), () -> {
                if (current == command) {
                    if (refusal == null && value != null) {
                        accepted(command, value);
                    } else {
                        refused(command, refusal instanceof CompletionException e ? e.getCause() : refusal);
                    }
                    world.check();
                }
            });
        }
    }

    private void accepted(Command command, String answered) {
        switch (command.kind) {
            case SUBMIT -> {
                stage = Stage.LIVE;
                id = answered;
                submitId = command.submit;
                status = TopologyStatus.ACTIVE;
                earliestStop = Long.MAX_VALUE;
            }
            case SUBMIT_AGAIN -> {
                if (!answered.equals(id)) {
                    world.broken("the repeated submit " + submitId + " gave " + answered + " beside " + id);
                }
            }
            case SUBMIT_ANOTHER -> world.broken(command + " was accepted beside " + id);
            case ACTIVATE, DEACTIVATE -> status = command.target();
            case REBALANCE -> {
                // how it ends, nobody has told
            }
            case KILL -> stage = Stage.KILLED;
        }
        end(command, "accepted: " + answered);
    }

    private void refused(Command command, @Nullable Throwable refusal) {
        if (!(refusal instanceof ServiceException service)) {
            return; // cancelled: the next attempt comes by itself
        }
        String why = String.valueOf(service.getMessage());
        boolean passing = service.code() == SubmitException.Code.NO_CLUSTER
                || service.code() == SubmitException.Code.TIMEOUT
                || why.contains("cannot be read")
                || (command.isOfStatus() && why.contains(TopologyStatus.REBALANCING.name()));
        boolean ofNoName = command.kind == Kind.KILL
                && service.code() == SubmitException.Code.NOT_FOUND
                && present().isEmpty()
                && (command.sent > 1 || stage == Stage.KILLED);
        if (passing || (command.kind == Kind.SUBMIT && command.nameWasHeld && isNameTaken(service))) {
            attemptAgain(command);
        } else if (ofNoName) {
            stage = Stage.KILLED;
            end(command, "it is gone");
        } else if (command.kind == Kind.SUBMIT_ANOTHER && isNameTaken(service)) {
            end(command, "the name is taken");
        } else if (command.kind == Kind.REBALANCE && service.code() == SubmitException.Code.ILLEGAL_STATE) {
            end(command, "not now: " + why);
        } else {
            world.broken(command + " in stage " + stage + " was refused: " + service.code() + " " + why);
        }
    }

    private static boolean isNameTaken(ServiceException refusal) {
        return refusal.code() == SubmitException.Code.NAME_TAKEN;
    }

    private void end(Command command, String how) {
        world.happened(command + " ends, " + how);
        current = null;
        command.underWay.forEach(answer -> answer.cancel(false));
    }

    // ---- what must be so

    private List<TopologyDefinition> present() {
        return world.truth.topologyIds().stream()
                .map(each -> world.truth.definition(each).orElseThrow())
                .filter(definition -> definition.name().equals(name))
                .toList();
    }

    /** Before this the workers of a topology that is being killed may only be stopped when they are quiet. */
    long earliestStop(String topologyId) {
        return topologyId.equals(id) ? earliestStop : 0;
    }

    boolean owns(String topologyName) {
        return topologyName.equals(name);
    }

    /** Whether the cluster state holds what was accepted, and of what is under way all or nothing. */
    void check() {
        List<TopologyDefinition> present = present();
        if (present.size() > 1) {
            world.broken("two topologies have the name " + name);
        }
        Optional<TopologyDefinition> one = present.stream().findFirst();
        boolean mine = one.filter(definition -> definition.id().equals(id)).isPresent();
        if (!mine && !id.isEmpty()) {
            gone.add(id);
        }
        if (one.filter(definition -> gone.contains(definition.id())).isPresent()) {
            world.broken("a topology that was gone is there again: " + one);
        }
        if (one.isPresent() && !mine && !isOfCurrentSubmit(one.get())) {
            world.broken("nobody has submitted " + one + ", " + this);
        }
        if (one.isPresent() && mine && !mayHave(statusNow())) {
            world.broken(id + " is " + statusNow() + ", " + this);
        }
        if (!mine && stage == Stage.LIVE && !isKilling()) {
            world.broken(id + " is gone though nobody has killed it, " + this);
        }
    }

    private boolean isKilling() {
        return current != null && current.kind == Kind.KILL;
    }

    private boolean isOfCurrentSubmit(TopologyDefinition definition) {
        return current != null
                && current.kind == Kind.SUBMIT
                && current.submit.equals(definition.submitId())
                && stage != Stage.LIVE;
    }

    private boolean mayHave(TopologyStatus now) {
        boolean changing = current != null && current.isOfStatus();
        return switch (stage) {
            case NONE -> false;
            case KILLED -> now == TopologyStatus.KILLED;
            case LIVE ->
                now == status
                        || (isKilling() && now == TopologyStatus.KILLED)
                        || (changing && current != null && now == current.target());
        };
    }

    private TopologyStatus statusNow() {
        return world.truth
                .topologyState(id)
                .map(Versioned::value)
                .map(TopologyState::status)
                .orElseThrow();
    }

    @Override
    public String toString() {
        return "as the user of " + name + " knows: " + stage + " " + id + " " + status + ", under way: " + current;
    }
}
