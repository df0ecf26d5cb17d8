package dev.vendaval.tests.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vendaval.protocol.report.TopologyInfo;
import dev.vendaval.tests.topologies.Gate;
import dev.vendaval.tests.topologies.Groupings;
import dev.vendaval.tests.topologies.Keys;
import dev.vendaval.tests.topologies.Uneven;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What each grouping promises, of one run with a sink behind each. */
abstract class GroupingRules extends RuleTests {
    private Notes notes = new Notes(Path.of(""));

    GroupingRules(Venue venue) {
        super(venue);
    }

    @BeforeAll
    void emitEverythingOnce() {
        Submitted submitted = submit("groupings", Map.of(), Groupings::topology);
        notes = submitted.notes();
        notes.await(Groupings.SENDER, "done", Groupings.SENDERS, SOON);
        submitted.running().kill(DRAIN);
        assertThat(notes.violations()).isEmpty();
    }

    /** A tuple as its receiver saw it. */
    private record Got(int sender, int number, int task) {}

    private List<Got> got(String sink) {
        List<Got> all = new ArrayList<>();
        notes.byTask(sink, "got")
                .forEach((task, lines) -> lines.forEach(line -> {
                    String[] words = line.split(" ", -1);
                    all.add(new Got(Integer.parseInt(words[0]), Integer.parseInt(words[1]), task));
                }));
        return all;
    }

    private List<Integer> tasks(String sink) {
        return List.copyOf(notes.byTask(sink).keySet());
    }

    private Set<Integer> senders() {
        return notes.byTask(Groupings.SENDER).keySet();
    }

    private int port(String component, int task) {
        return Integer.parseInt(
                Objects.requireNonNull(notes.byTask(component, "port").get(task))
                        .get(0));
    }

    private List<Integer> tasksNear(String sink, int sender) {
        int port = port(Groupings.SENDER, sender);
        return tasks(sink).stream().filter(task -> port(sink, task) == port).toList();
    }

    private static Map<Integer, Long> countByTask(List<Got> got, int sender, Collection<Integer> tasks) {
        Map<Integer, Long> counts = new TreeMap<>();
        tasks.forEach(task -> counts.put(task, 0L));
        got.stream()
                .filter(tuple -> tuple.sender() == sender)
                .forEach(tuple -> counts.merge(tuple.task(), 1L, Long::sum));
        return counts;
    }

    private static void assertEven(Map<Integer, Long> counts) {
        long most = counts.values().stream().mapToLong(Long::longValue).max().orElseThrow();
        assertThat(counts.values()).as("tuples by task: " + counts).allMatch(count -> most - count <= 1);
    }

    private void assertEachNumberOnce(String sink) {
        List<Got> got = got(sink);
        assertThat(got).as("tuples at " + sink).hasSize(Groupings.SENDERS * Groupings.NUMBERS);
        assertThat(got.stream()
                        .map(tuple -> tuple.sender() + " " + tuple.number())
                        .distinct()
                        .count())
                .as("different tuples at " + sink)
                .isEqualTo(Groupings.SENDERS * Groupings.NUMBERS);
    }

    @Test
    void sendersAndSinksAreOnEveryWorker() {
        for (String component : List.of(Groupings.SENDER, "shuffled", "near", "none", "fields")) {
            assertThat(notes.of(component, "port").stream().distinct())
                    .as(component)
                    .hasSize(venue().workers());
        }
    }

    @Test
    @Tag("G1")
    void shuffleDealsEachSendersTuplesEvenly() {
        assertEachNumberOnce("shuffled");
        for (int sender : senders()) {
            assertEven(countByTask(got("shuffled"), sender, tasks("shuffled")));
        }
    }

    @Test
    @Tag("G1")
    void shuffleSkipsATaskThatCannotTakeTuplesAndDoesNotRepayIt() {
        Submitted submitted = submit("uneven", Map.of(), Uneven::topology);
        Notes uneven = submitted.notes();
        uneven.await(Uneven.SPOUT, "emitted", 1, SOON);
        uneven.await(
                "all but one task have their numbers",
                SOON,
                () -> numbers(uneven).values().stream().mapToInt(Set::size).sum() > Uneven.FIRST * 9 / 10);
        assertThat(numbers(uneven).values().iterator().next())
                .as("numbers at the blocked task")
                .isEmpty();

        Gate.open(submitted.directory(), Uneven.RELEASE);
        uneven.await(
                "every number has arrived, and every task has said that it has room again",
                SOON,
                () -> isAtRest(submitted.running().info(), Uneven.FIRST));
        Gate.open(submitted.directory(), Uneven.AGAIN);
        uneven.await(Uneven.SPOUT, "done", 1, SOON);
        submitted.running().kill(DRAIN);

        Map<Integer, Set<Integer>> all = numbers(uneven);
        assertThat(all).hasSize(Uneven.TASKS);
        assertThat(all.values().stream().flatMap(Set::stream).distinct().count())
                .as("numbers that arrived")
                .isEqualTo(Uneven.FIRST + Uneven.SECOND);
        Map<Integer, Long> second = new TreeMap<>();
        all.forEach((task, numbers) -> second.put(
                task, numbers.stream().filter(number -> number >= Uneven.FIRST).count()));
        assertEven(second);
    }

    private static boolean isAtRest(TopologyInfo info, int executed) {
        return info.components().stream()
                        .anyMatch(component -> component.id().equals(Uneven.SINK) && component.executed() == executed)
                && info.workers().stream().allMatch(worker -> worker.inFlight().isZero());
    }

    private static Map<Integer, Set<Integer>> numbers(Notes uneven) {
        Map<Integer, Set<Integer>> numbers = new TreeMap<>();
        uneven.byTask(Uneven.SINK).forEach((task, lines) -> {
            Set<Integer> own = new HashSet<>();
            lines.stream()
                    .filter(line -> !line.startsWith("port"))
                    .map(Integer::valueOf)
                    .forEach(number ->
                            assertThat(own.add(number)).as("first " + number).isTrue());
            numbers.put(task, own);
        });
        return numbers;
    }

    @Test
    @Tag("G2")
    void fieldsSendsEqualKeysOfEverySenderToOneTask() {
        assertEachNumberOnce("fields");
        Map<String, Set<Integer>> tasksByKey = tasksByKey("fields");
        assertThat(tasksByKey)
                .allSatisfy((key, tasks) -> assertThat(tasks).as(key).hasSize(1));
        assertThat(tasksByKey.values().stream().flatMap(Set::stream).distinct())
                .as("tasks that have keys")
                .hasSize(Groupings.TASKS);
    }

    private Map<String, Set<Integer>> tasksByKey(String sink) {
        Map<String, Set<Integer>> tasks = new TreeMap<>();
        for (Got tuple : got(sink)) {
            tasks.computeIfAbsent(key(tuple.number()), key -> new HashSet<>()).add(tuple.task());
        }
        return tasks;
    }

    private static String key(int number) {
        return Keys.identity(number % Keys.COUNT);
    }

    @Test
    @Tag("G2")
    void fieldsGroupingByNoFieldIsGlobal() {
        assertEachNumberOnce("keyless");
        assertThat(got("keyless"))
                .allMatch(tuple -> tuple.task() == tasks("keyless").get(0));
    }

    @Test
    @Tag("G3")
    void partialKeyHasTwoCandidatesForAKey() {
        assertEachNumberOnce("partial");
        Map<String, Set<Integer>> tasksByKey = tasksByKey("partial");
        assertThat(tasksByKey)
                .allSatisfy((key, tasks) -> assertThat(tasks).as(key).hasSizeLessThanOrEqualTo(2));
        assertThat(tasksByKey.values()).as("keys at two tasks").anyMatch(tasks -> tasks.size() == 2);
        assertThat(tasksByKey.values().stream().distinct().count())
                .as("pairs of candidates")
                .isGreaterThan(2);
    }

    @Test
    @Tag("G3")
    void partialKeyPicksTheCandidateThatTheSenderHasSentFewerTuples() {
        Map<String, Set<Integer>> candidates = tasksByKey("partial");
        for (int sender : senders()) {
            Map<Integer, Integer> sent = new HashMap<>();
            got("partial").stream()
                    .filter(tuple -> tuple.sender() == sender)
                    .sorted((one, other) -> Integer.compare(one.number(), other.number()))
                    .forEach(tuple -> {
                        int count = sent.merge(tuple.task(), 1, Integer::sum);
                        assertThat(candidates.get(key(tuple.number())))
                                .as("counts at the candidates of " + tuple + " by then: " + sent)
                                .allMatch(task -> task == tuple.task() || sent.getOrDefault(task, 0) >= count - 1);
                    });
        }
    }

    @Test
    @Tag("G4")
    void allSendsACopyToEveryTask() {
        List<Got> got = got("every");
        assertThat(got)
                .hasSize(Groupings.TASKS * Groupings.SENDERS * Groupings.NUMBERS)
                .doesNotHaveDuplicates();
    }

    @Test
    @Tag("G5")
    void globalSendsEverythingToTheLowestTask() {
        assertEachNumberOnce("total");
        assertThat(got("total"))
                .allMatch(tuple -> tuple.task() == tasks("total").get(0));
    }

    @Test
    @Tag("G6")
    void noneStaysInTheSendersWorkerWhereItCan() {
        assertEachNumberOnce("none");
        assertEachNumberOnce("lone-none");
        assertThat(got("none")).allMatch(tuple -> port("none", tuple.task()) == port(Groupings.SENDER, tuple.sender()));
    }

    @Test
    @Tag("G7")
    void directSendsToTheTaskThatTheSenderNames() {
        assertEachNumberOnce("direct");
        List<Integer> tasks = tasks("direct");
        assertThat(got("direct")).allMatch(tuple -> tuple.task() == tasks.get(tuple.number() % tasks.size()));
    }

    @Test
    @Tag("G8")
    void localOrShuffleIsEvenAmongTheTasksInTheSendersWorker() {
        assertEachNumberOnce("near");
        for (int sender : senders()) {
            List<Integer> near = tasksNear("near", sender);
            assertThat(near).hasSize(Groupings.TASKS / venue().workers());
            assertEven(countByTask(got("near"), sender, near));
        }
    }

    @Test
    @Tag("G8")
    void localOrShuffleIsAShuffleWhereTheSendersWorkerRunsNoTask() {
        assertEachNumberOnce("lone-near");
        assertThat(senders().stream()
                        .filter(sender -> tasksNear("lone-near", sender).isEmpty()))
                .as("senders in a worker without the task")
                .hasSize(venue().workers() - 1);
    }

    @Test
    @Tag("G9")
    void customSendsToNoneOneOrSeveralAsTheUserChooses() {
        List<Integer> tasks = tasks("custom");
        List<Got> wanted = new ArrayList<>();
        for (int sender : senders()) {
            for (int number = 0; number < Groupings.NUMBERS; number++) {
                switch (Groupings.customCopies(number)) {
                    case 0 -> {}
                    case 1 -> wanted.add(new Got(sender, number, tasks.get(number % tasks.size())));
                    default -> {
                        for (int task : tasks) {
                            wanted.add(new Got(sender, number, task));
                        }
                    }
                }
            }
        }
        assertThat(got("custom")).containsExactlyInAnyOrderElementsOf(wanted);
    }

    @Test
    @Tag("G10")
    void emitReturnsTheTasksOfAllSubscribersThatGetTheTuple() {
        Map<String, List<Integer>> receivers = new HashMap<>();
        Stream.concat(Groupings.SINKS.stream(), Groupings.LONE_SINKS.stream())
                .flatMap(sink -> got(sink).stream())
                .forEach(tuple -> receivers
                        .computeIfAbsent(tuple.sender() + " " + tuple.number(), key -> new ArrayList<>())
                        .add(tuple.task()));
        for (int sender : senders()) {
            List<String> sent = Objects.requireNonNull(
                    notes.byTask(Groupings.SENDER, "sent").get(sender));
            assertThat(sent).hasSize(Groupings.NUMBERS);
            for (String line : sent) {
                String number = line.substring(0, line.indexOf(' '));
                List<Integer> returned = Arrays.stream(line.substring(line.indexOf('[') + 1, line.length() - 1)
                                .split(", ", -1))
                        .map(Integer::valueOf)
                        .toList();
                assertThat(returned)
                        .as("tasks returned for number " + number + " of task " + sender)
                        .containsExactlyInAnyOrderElementsOf(
                                Objects.requireNonNull(receivers.get(sender + " " + number)));
            }
        }
    }

    @Test
    @Tag("G10")
    void everySubscriberGetsEveryTuple() {
        Set<String> everything = senders().stream()
                .flatMap(sender -> IntStream.range(0, Groupings.NUMBERS).mapToObj(number -> sender + " " + number))
                .collect(Collectors.toSet());
        Stream.concat(Groupings.SINKS.stream(), Groupings.LONE_SINKS.stream())
                .filter(sink -> !sink.equals("custom"))
                .forEach(sink -> assertThat(got(sink).stream()
                                .map(tuple -> tuple.sender() + " " + tuple.number())
                                .collect(Collectors.toSet()))
                        .as(sink)
                        .isEqualTo(everything));
    }
}
