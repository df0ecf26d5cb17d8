package dev.vendaval.tests.tapes;

import dev.vendaval.tests.topologies.chaos.Counted;
import dev.vendaval.tests.topologies.chaos.Counting;
import dev.vendaval.tests.topologies.chaos.Recording;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.IntPredicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What the tapes of a {@link Counting} topology have told so far. It reads on from where it was, so that looking often
 * costs the topology little. For one thread. Times are those of {@link System#nanoTime()}.
 */
public final class Playback {
    private final Path directory;
    private final Map<Path, Integer> heard = new HashMap<>();
    private final Map<Path, Instance> instances = new HashMap<>();
    private final List<Times> arrivals = new ArrayList<>();
    private final TimesById emitted = new TimesById();
    private final TimesById replayed = new TimesById();
    private final TimesById received = new TimesById();
    private final TimesById acked = new TimesById();
    private final Times failures = new Times();
    private final Times repeats = new Times();
    /** Ids that came to the sink, as no replay, with a count that is not how many of their key there were. */
    private final BitSet miscounted = new BitSet();

    private int ids;

    /**
     * Of the tapes that are there or come to be there.
     *
     * @param directory of nothing but one topology's tapes and switches
     */
    public Playback(Path directory) {
        this.directory = directory;
        for (int key = 0; key < Counting.KEYS; key++) {
            arrivals.add(new Times());
        }
    }

    /** One life of a task of a component. */
    private record Instance(String component, int task, long pid, long openedAt) {}

    /** Takes in what has been recorded since the last time. */
    public void readOn() throws IOException {
        for (Path tape : Recording.tapes(directory)) {
            int before = heard.getOrDefault(tape, 0);
            Recording recording = Recording.read(tape, before);
            for (int index = 0; index < recording.size(); index++) {
                take(tape, recording, index);
            }
            heard.put(tape, before + recording.size());
        }
    }

    private void take(Path tape, Recording recording, int index) {
        int id = recording.id(index);
        long nanos = recording.nanos(index);
        switch (recording.kind(index)) {
            case OPENED ->
                instances.put(tape, new Instance(recording.component(), recording.task(), recording.pid(), nanos));
            case EMITTED -> {
                ids = Math.max(ids, id + 1);
                if (emitted.note(id, nanos)) {
                    replayed.note(id, nanos);
                }
            }
            case RECEIVED -> {
                arrivals.get(id % Counting.KEYS).add(nanos);
                if (received.note(id, nanos)) {
                    repeats.add(nanos);
                }
                int number = recording.number(index);
                if (!Counted.isReplay(number) && Counted.count(number) != id / Counting.KEYS + 1) {
                    miscounted.set(id);
                }
            }
            case ACKED -> acked.note(id, nanos);
            case FAILED -> failures.add(nanos);
            case COUNTED, DONE, CLOSED -> {}
        }
    }

    /** The longest time that any key did not come to the sink, of all such times that reach into a span. */
    public long longestSilence(long from, long until) {
        long longest = 0;
        for (Times ofKey : arrivals) {
            longest = Math.max(longest, Silence.longest(ofKey.sorted(), from, until));
        }
        return longest;
    }

    /** Whether every key has come to the sink. */
    public boolean hasEveryKey() {
        return arrivals.stream().allMatch(ofKey -> ofKey.count(Long.MIN_VALUE, Long.MAX_VALUE) > 0);
    }

    /** How fast ids came to the sink. */
    public Flow flow() {
        return Flow.of(received.all());
    }

    /** Ids that were emitted in a span for the first time. */
    public int emitted(long from, long until) {
        return count(emitted, from, until, id -> true);
    }

    /** Those of them that have not been acked, or have not come to the sink, which is what acked ones always have. */
    public int undone(long from, long until) {
        return count(
                emitted, from, until, id -> acked.get(id) == TimesById.NEVER || received.get(id) == TimesById.NEVER);
    }

    /** Ids of those emitted in a span that came to the sink before an earlier one of their key. */
    public int reordered(long from, long until) {
        return count(
                emitted, from, until, id -> id >= Counting.KEYS && received.get(id) < received.get(id - Counting.KEYS));
    }

    /** Ids of those emitted in a span whose count at the sink was not how many of their key there had been. */
    public int miscounted(long from, long until) {
        return count(emitted, from, until, miscounted::get);
    }

    private int count(TimesById times, long from, long until, IntPredicate condition) {
        int count = 0;
        for (int id = 0; id < ids; id++) {
            long time = times.get(id);
            count += time >= from && time < until && condition.test(id) ? 1 : 0;
        }
        return count;
    }

    /** Emissions that failed in a span. */
    public int failed(long from, long until) {
        return failures.count(from, until);
    }

    /** Arrivals in a span of ids that had arrived before. */
    public int repeated(long from, long until) {
        return repeats.count(from, until);
    }

    /** When the last of the ids that were emitted again in a span was acked; {@code from} if there was none. */
    public long lastReplayAcked(long from, long until) {
        long last = from;
        for (int id = 0; id < ids; id++) {
            boolean isMeant = replayed.get(id) >= from && replayed.get(id) < until;
            last = isMeant && acked.get(id) != TimesById.NEVER ? Math.max(last, acked.get(id)) : last;
        }
        return last;
    }

    /** Whether an instance of the component has begun since then. */
    public boolean hasBegun(String component, long since) {
        return instances.values().stream()
                .anyMatch(instance -> instance.component().equals(component) && instance.openedAt() >= since);
    }

    /** The processes that have the newest instance of some task. */
    public Set<Long> pids() {
        return pids(newest());
    }

    /** The same for the tasks of one component. */
    public Set<Long> pids(String component) {
        return pids(newest().filter(instance -> instance.component().equals(component)));
    }

    private static Set<Long> pids(Stream<Instance> instances) {
        return instances.map(Instance::pid).collect(Collectors.toCollection(TreeSet::new));
    }

    private Stream<Instance> newest() {
        Collection<Instance> newest = instances.values().stream()
                .collect(Collectors.toMap(
                        instance -> instance.component() + "-" + instance.task(),
                        instance -> instance,
                        (one, other) -> one.openedAt() > other.openedAt() ? one : other))
                .values();
        return newest.stream();
    }
}
