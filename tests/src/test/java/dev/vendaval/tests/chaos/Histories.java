package dev.vendaval.tests.chaos;

import dev.vendaval.tests.topologies.chaos.Chaos;
import dev.vendaval.tests.topologies.chaos.Recording;
import dev.vendaval.tests.topologies.chaos.Tape.Kind;
import java.util.ArrayList;
import java.util.List;

/** Makes histories that no cluster made, right ones and wrong ones. A record each millisecond. */
final class Histories {
    static final int SOURCE_TASK = 7;
    static final int SINK_TASK = 6;

    private final List<Instance> instances = new ArrayList<>();
    private long nanos;

    /** Adds an instance of the source. */
    Instance source(long pid) {
        return add(Chaos.SOURCE, SOURCE_TASK, pid);
    }

    Instance sink(long pid) {
        return add("sink", SINK_TASK, pid);
    }

    private Instance add(String component, int task, long pid) {
        Instance instance = new Instance(component, task, pid);
        instances.add(instance);
        return instance.note(Kind.OPENED, 0, 0);
    }

    /** Lets time pass. */
    void pause(long millis) {
        nanos += millis * 1_000_000;
    }

    long now() {
        return nanos;
    }

    History history() {
        return new History(instances.stream().map(Instance::recording).toList());
    }

    /** One that is still written. */
    final class Instance {
        private final String component;
        private final int task;
        private final long pid;
        private final List<Recording.Entry> entries = new ArrayList<>();

        private Instance(String component, int task, long pid) {
            this.component = component;
            this.task = task;
            this.pid = pid;
        }

        Instance emitted(int id, int number) {
            return note(Kind.EMITTED, id, number);
        }

        Instance acked(int id, int number) {
            return note(Kind.ACKED, id, number);
        }

        Instance failed(int id, int number) {
            return note(Kind.FAILED, id, number);
        }

        Instance received(int id, int number) {
            return note(Kind.RECEIVED, id, number);
        }

        Instance closed() {
            return note(Kind.CLOSED, 0, 0);
        }

        private Instance note(Kind kind, int id, int number) {
            pause(1);
            entries.add(new Recording.Entry(kind, id, number, nanos));
            return this;
        }

        private Recording recording() {
            return Recording.of(component, task, pid, 1, entries);
        }
    }
}
