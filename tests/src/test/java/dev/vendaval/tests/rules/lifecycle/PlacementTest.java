package dev.vendaval.tests.rules.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.vendaval.api.Config;
import dev.vendaval.api.SubmitException;
import dev.vendaval.local.LocalCluster;
import dev.vendaval.local.LocalTopology;
import dev.vendaval.protocol.report.TopologyInfo;
import dev.vendaval.protocol.state.TopologyStatus;
import dev.vendaval.tests.topologies.lifecycle.Diary;
import dev.vendaval.tests.topologies.lifecycle.Diary.Entry;
import dev.vendaval.tests.topologies.lifecycle.Layout;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Where the components of one running topology found themselves, and with what. */
class PlacementTest extends LocalTests {
    // In ASCII order: Zed, __acker, count, words.
    private static final List<Integer> ZED = range(1, Layout.CAP);
    private static final int ACKERS_END = Layout.CAP + Layout.SPOUTS;
    private static final List<Integer> COUNT = range(ACKERS_END + 1, ACKERS_END + Layout.COUNT_TASKS);
    private static final List<Integer> WORDS =
            range(ACKERS_END + Layout.COUNT_TASKS + 1, ACKERS_END + Layout.COUNT_TASKS + Layout.SPOUTS);
    private static final int INSTANCES = Layout.CAP + Layout.COUNT_TASKS + Layout.SPOUTS;
    private static final List<String> COMPONENTS = List.of("Zed", "count", "words");
    private static final List<Integer> LIMITS = List.of(3, 5);

    private final String name = newName("layout");
    private final Diary diary = Diary.named(name);
    private TopologyInfo info = noInfo();

    @BeforeAll
    void run() {
        Config config = new Config();
        config.setNumWorkers(2);
        config.setMaxTaskParallelism(Layout.CAP);
        config.put(Config.TOPOLOGY_MESSAGE_TIMEOUT_SECS, 7);
        config.put(Layout.OWN_KEY, Map.of("limits", LIMITS));
        try (Played played = submit(name, config, Layout.topology(name))) {
            played.topology().awaitAcked(Layout.SPOUTS, SOON);
            await("a tick at each task", () -> diary.of("count", "tick source").size() == Layout.COUNT_TASKS);
            info = played.topology().info();
        }
    }

    private static TopologyInfo noInfo() {
        return new TopologyInfo(
                "",
                "",
                TopologyStatus.ACTIVE,
                0,
                0,
                0,
                0,
                Map.of(),
                0,
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of());
    }

    private static List<Integer> range(int first, int last) {
        return IntStream.rangeClosed(first, last).boxed().toList();
    }

    private List<Entry> everywhere(String event) {
        return diary.entries().stream()
                .filter(entry -> entry.event().equals(event))
                .toList();
    }

    private static Object detail(Entry entry) {
        return Objects.requireNonNull(entry.detail());
    }

    @Test
    @Tag("I3")
    void taskIdsAreDenseFromOneWithComponentsAndAckersInAsciiOrder() {
        assertThat(tasksSeen("Zed")).containsExactlyElementsOf(ZED);
        assertThat(tasksSeen("count")).containsExactlyElementsOf(COUNT);
        assertThat(tasksSeen("words")).containsExactlyElementsOf(WORDS);
    }

    private Set<Integer> tasksSeen(String component) {
        return diary.of(component, "index").stream().map(Entry::task).collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    @Tag("I3")
    void everyComponentSeesTheSameTasksAndItsPlaceAmongThem() {
        assertThat(everywhere("ids"))
                .hasSize(INSTANCES)
                .allSatisfy(entry -> assertThat(detail(entry)).isEqualTo(Set.copyOf(COMPONENTS)));
        assertThat(everywhere("Zed"))
                .hasSize(INSTANCES)
                .allSatisfy(entry -> assertThat(detail(entry)).isEqualTo(ZED));
        assertThat(everywhere("count"))
                .allSatisfy(entry -> assertThat(detail(entry)).isEqualTo(COUNT));
        assertThat(everywhere("words"))
                .allSatisfy(entry -> assertThat(detail(entry)).isEqualTo(WORDS));
        Map<String, List<Integer>> tasks = Map.of("Zed", ZED, "count", COUNT, "words", WORDS);
        assertThat(everywhere("index"))
                .allSatisfy(entry -> assertThat(detail(entry))
                        .isEqualTo(Objects.requireNonNull(tasks.get(entry.component()))
                                .indexOf(entry.task())));
    }

    @Test
    @Tag("I3")
    void tuplesCarryTheTaskThatEmittedThemAndTicksTheSystemTask() {
        assertThat(everywhere("source")).hasSize(2 * Layout.SPOUTS);
        assertThat(diary.details("count", "source"))
                .containsExactlyInAnyOrderElementsOf(diary.details("count", "value"));
        assertThat(Set.copyOf(diary.details("count", "source"))).isEqualTo(Set.copyOf(WORDS));
        assertThat(Set.copyOf(diary.details("count", "source component"))).containsOnly("words");
        assertThat(Set.copyOf(diary.details("count", "tick source"))).containsOnly("__system -1 __tick");
    }

    @Test
    @Tag("I4")
    void executorsOwnRangesOfTasksTheLargerFirstAndTheCapHoldsForHints() {
        List<Integer> firstOfCount = COUNT;
        assertThat(executorsSeen("count"))
                .containsExactly(firstOfCount.subList(0, 4), firstOfCount.subList(4, 7), firstOfCount.subList(7, 10));
        assertThat(executorsSeen("Zed")).as("15 wanted, capped").hasSize(Layout.CAP);
        assertThat(info.executors())
                .filteredOn(executor -> executor.component().equals("count"))
                .extracting(TopologyInfo.Executor::tasks)
                .containsExactlyInAnyOrder(
                        firstOfCount.subList(0, 4), firstOfCount.subList(4, 7), firstOfCount.subList(7, 10));
    }

    /** The tasks of each executor, found by the data that its tasks share and by the thread that prepared them. */
    private List<List<Integer>> executorsSeen(String component) {
        Map<Object, List<Integer>> byExecutor = new LinkedHashMap<>();
        for (Entry entry : diary.of(component, "executor")) {
            byExecutor.computeIfAbsent(detail(entry), key -> new ArrayList<>()).add(entry.task());
        }
        Map<Thread, Set<Object>> executorsByThread = diary.of(component, "executor").stream()
                .collect(Collectors.groupingBy(
                        Entry::thread, Collectors.mapping(PlacementTest::detail, Collectors.toSet())));
        assertThat(executorsByThread.values())
                .allSatisfy(executors -> assertThat(executors).hasSize(1));
        Map<Integer, List<Integer>> inOrder = new TreeMap<>();
        byExecutor.values().forEach(tasks -> inOrder.put(tasks.get(0), tasks));
        return List.copyOf(inOrder.values());
    }

    @Test
    @Tag("I8")
    void componentsGetTheMergedConfigurationOfTheirLayers() {
        assertThat(configuration("count"))
                .containsEntry(Layout.OWN_KEY, "count's own")
                .containsEntry("topology.tick.tuple.freq", "20ms")
                .doesNotContainKey(Layout.COMPONENT_KEY);
        assertThat(configuration("words"))
                .containsEntry(Layout.COMPONENT_KEY, "of words")
                .containsEntry(Layout.OWN_KEY, Map.of("limits", LIMITS));
        assertThat(configuration("Zed"))
                .doesNotContainKeys(Layout.COMPONENT_KEY, "topology.tick.tuple.freq")
                .containsEntry("topology.workers", 2)
                .containsEntry("topology.testing.always.serialize", true);
    }

    @Test
    @Tag("I8")
    void stormsSpellingArrivesAsOursInOurUnit() {
        assertThat(configuration("Zed"))
                .containsEntry("topology.message.timeout", "7s")
                .doesNotContainKey(Config.TOPOLOGY_MESSAGE_TIMEOUT_SECS);
    }

    @Test
    @Tag("I8")
    void theConfigurationOfAComponentCannotBeChangedNorWhatIsInIt() {
        assertThat(everywhere("configuration")).hasSize(INSTANCES).allSatisfy(entry -> {
            Map<?, ?> configuration = (Map<?, ?>) detail(entry);
            assertThatExceptionOfType(UnsupportedOperationException.class).isThrownBy(configuration::clear);
        });
        Map<?, ?> nested =
                (Map<?, ?>) Objects.requireNonNull(configuration("words").get(Layout.OWN_KEY));
        assertThatExceptionOfType(UnsupportedOperationException.class).isThrownBy(nested::clear);
        List<?> limits = (List<?>) Objects.requireNonNull(nested.get("limits"));
        assertThatExceptionOfType(UnsupportedOperationException.class).isThrownBy(limits::clear);
    }

    @SuppressWarnings("unchecked") // what open and prepare get
    private Map<String, Object> configuration(String component) {
        return (Map<String, Object>) diary.details(component, "configuration").get(0);
    }

    @Test
    @Tag("I8")
    void anUnknownKeyIsRefusedWithTheNearestKnownOneAndAnotherOfTheUsersIsNot() {
        assertThatExceptionOfType(SubmitException.class)
                .isThrownBy(() -> cluster()
                        .submit(
                                newName("refused"),
                                Map.of("topology.mesage.timeout", "5s"),
                                Layout.topology("refused")))
                .satisfies(refused -> {
                    assertThat(refused.code()).isEqualTo(SubmitException.Code.CONFIG);
                    assertThat(refused.getMessage() + refused.hint())
                            .contains("topology.mesage.timeout")
                            .contains("did you mean topology.message.timeout?");
                });
    }

    @Test
    @Tag("I9")
    void everyTaskHasItsOwnInstanceMadeFromTheBytesOfTheBuild() {
        assertThat(distinct(everywhere("component"), PlacementTest::detail)).hasSize(INSTANCES);
        List<Entry> shared = everywhere("shared");
        assertThat(shared)
                .hasSize(INSTANCES - Layout.SPOUTS)
                .allSatisfy(entry -> assertThat(detail(entry)).isEqualTo(List.of("as built")));
        assertThat(distinct(shared, PlacementTest::detail))
                .as("lists that were one object in main")
                .hasSize(shared.size());
        assertThat(distinct(everywhere("hook"), PlacementTest::detail)).hasSize(INSTANCES);
    }

    @Test
    @Tag("I9")
    void everySendingTaskHasItsOwnCustomGrouping() {
        List<Entry> groupings = diary.of("grouping", "instance");
        assertThat(groupings).extracting(Entry::task).containsExactlyInAnyOrderElementsOf(WORDS);
        assertThat(distinct(groupings, PlacementTest::detail)).hasSize(Layout.SPOUTS);
    }

    private static Set<Object> distinct(List<Entry> entries, Function<Entry, Object> what) {
        Set<Object> distinct = Collections.newSetFromMap(new IdentityHashMap<>());
        entries.forEach(entry -> distinct.add(what.apply(entry)));
        return distinct;
    }

    @Test
    @Tag("I10")
    void withFewerSlotsThanWorkersItRunsOnWhatThereIsAndSaysSo() {
        try (LocalCluster small = LocalCluster.builder().supervisors(1).slots(2).start();
                LocalTopology topology =
                        small.submit("wide", Map.of("topology.workers", 5), Layout.topology(newName("wide")))) {
            topology.awaitAcked(Layout.SPOUTS, SOON);

            TopologyInfo wide = topology.info();
            assertThat(wide.workersWanted()).isEqualTo(5);
            assertThat(wide.workers()).hasSize(2);
            assertThat(wide.unassigned()).isEmpty();
            assertThat(wide.notices())
                    .anySatisfy(notice -> assertThat(notice).contains("2").contains("5"));
        }
    }

    @Test
    @Tag("I10")
    void withoutAFreeSlotASubmitInATestSaysSo() {
        try (LocalCluster small = LocalCluster.builder()
                        .supervisors(1)
                        .slots(1)
                        .startTimeout(Duration.ofMillis(500))
                        .start();
                LocalTopology first = small.submit("first", Map.of(), Layout.topology(newName("first")))) {
            first.awaitAcked(Layout.SPOUTS, SOON);

            assertThatExceptionOfType(SubmitException.class)
                    .isThrownBy(() -> small.submit("second", Map.of(), Layout.topology(newName("second"))))
                    .satisfies(refused -> {
                        assertThat(refused.code()).isEqualTo(SubmitException.Code.NO_SLOTS);
                        assertThat(refused)
                                .hasMessageContaining("no slot is free")
                                .hasMessageContaining("1 slot");
                    });
        }
    }
}
