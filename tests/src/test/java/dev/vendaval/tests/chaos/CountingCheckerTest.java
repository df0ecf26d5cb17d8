package dev.vendaval.tests.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vendaval.tests.chaos.CountingChecker.Kills;
import dev.vendaval.tests.topologies.chaos.Counted;
import dev.vendaval.tests.topologies.chaos.Counting;
import dev.vendaval.tests.topologies.chaos.Recording;
import dev.vendaval.tests.topologies.chaos.Recording.Entry;
import dev.vendaval.tests.topologies.chaos.Tape.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Histories of one key, right ones and wrong ones: the key's tuples have the ids 0, 64, 128, ... */
class CountingCheckerTest {
    private static final long OLD = 10;
    private static final long NEW = 11;
    private static final long SOURCE_AND_SINK = 12;
    private static final int TUPLES = 6;

    private final List<Entry> emitted = new ArrayList<>();
    private final List<Entry> countedByOld = new ArrayList<>();
    private final List<Entry> countedByNew = new ArrayList<>();
    private final List<Entry> received = new ArrayList<>();

    /** Three tuples are counted at the old place, then three at the new one. */
    private void aKeyThatMoves() {
        for (int tuple = 0; tuple < TUPLES; tuple++) {
            int id = tuple * Counting.KEYS;
            long time = 100L * tuple;
            emitted.add(new Entry(Kind.EMITTED, id, tuple, time + 1));
            (tuple < TUPLES / 2 ? countedByOld : countedByNew).add(new Entry(Kind.COUNTED, id, tuple + 1, time + 2));
            received.add(new Entry(Kind.RECEIVED, id, Counted.number(tuple + 1, false), time + 3));
            emitted.add(new Entry(Kind.ACKED, id, tuple, time + 4));
        }
        countedByOld.add(new Entry(Kind.CLOSED, 0, 0, 1_000));
    }

    private List<String> complaints(Kills kills) {
        return complaints(kills, 2, Set.of());
    }

    private List<String> complaints(Kills kills, int newTask, Set<Integer> grown) {
        History history = new History(List.of(
                Recording.of(Counting.SOURCE, 1, SOURCE_AND_SINK, 1, emitted),
                Recording.of(Counting.COUNT, 2, OLD, 1, countedByOld),
                Recording.of(Counting.COUNT, newTask, NEW, 1, countedByNew),
                Recording.of(Counting.SINK, 10, SOURCE_AND_SINK, 1, received)));
        Rest rest = new Rest(Set.of(OLD, NEW, SOURCE_AND_SINK), Map.of(), Set.of(), Set.of());
        return CountingChecker.complaints(history, rest, kills, grown);
    }

    private void replaceLast(List<Entry> entries, Kind kind, int id, int number) {
        Entry last = entries.remove(entries.size() - 1);
        entries.add(new Entry(kind, id, number, last.nanos()));
    }

    @Test
    void aKeyThatMovesWithItsCountIsAsItShouldBe() {
        aKeyThatMoves();
        assertThat(complaints(Kills.NONE)).isEmpty();
        assertThat(complaints(Kills.SOME)).isEmpty();
    }

    @Test
    void aKeyGoesToATaskThatHasGrownAndToNoOther() {
        aKeyThatMoves();
        countedByOld.remove(countedByOld.size() - 1); // the older task goes on with its other keys
        assertThat(complaints(Kills.NONE, 13, Set.of(13))).isEmpty();
        assertThat(complaints(Kills.NONE, 13, Set.of()))
                .singleElement()
                .asString()
                .contains("was with");
        assertThat(complaints(Kills.NONE, 1, Set.of(1, 13)))
                .singleElement()
                .asString()
                .contains("was with");
    }

    @Test
    void aCountThatBeginsAnewIsSeenAndForgivenAfterAKillOnly() {
        aKeyThatMoves();
        countedByNew.clear();
        for (int tuple = TUPLES / 2; tuple < TUPLES; tuple++) {
            countedByNew.add(new Entry(Kind.COUNTED, tuple * Counting.KEYS, tuple - TUPLES / 2 + 1, 100L * tuple + 2));
        }
        assertThat(complaints(Kills.NONE)).singleElement().asString().contains("counted as number 1, not 4");
        assertThat(complaints(Kills.SOME)).isEmpty();
    }

    @Test
    void aKeyInTwoPlacesAtOnceIsSeen() {
        aKeyThatMoves();
        Entry late = countedByNew.remove(0);
        countedByOld.add(countedByOld.size() - 1, new Entry(Kind.COUNTED, late.id(), late.number(), 402));
        countedByNew.add(0, new Entry(Kind.COUNTED, 4 * Counting.KEYS, 4, 302));
        countedByNew.remove(1);
        assertThat(complaints(Kills.SOME)).anyMatch(complaint -> complaint.contains("again"));
    }

    @Test
    void disorderAtTheSinkIsSeenUnlessItIsAReplay() {
        aKeyThatMoves();
        Entry fifth = received.get(4);
        received.set(
                4,
                new Entry(Kind.RECEIVED, received.get(5).id(), received.get(5).number(), fifth.nanos()));
        replaceLast(received, Kind.RECEIVED, fifth.id(), fifth.number());
        assertThat(complaints(Kills.SOME)).singleElement().asString().contains("id 256", "after id 320");
        replaceLast(received, Kind.RECEIVED, fifth.id(), Counted.number(5, true));
        assertThat(complaints(Kills.SOME)).isEmpty();
    }

    @Test
    void aTupleThatIsLostOrRepeatedOrFailedIsSeen() {
        aKeyThatMoves();
        Entry last = received.remove(received.size() - 1);
        assertThat(complaints(Kills.SOME)).anyMatch(complaint -> complaint.contains("never came to the sink"));
        received.add(last);
        received.add(new Entry(Kind.RECEIVED, last.id(), last.number(), last.nanos() + 1));
        assertThat(complaints(Kills.NONE)).anyMatch(complaint -> complaint.contains("more than once"));
        received.remove(received.size() - 1);
        replaceLast(emitted, Kind.FAILED, last.id(), TUPLES - 1);
        assertThat(complaints(Kills.NONE)).singleElement().asString().contains("failed");
    }

    @Test
    void theLongestSilenceIsThatOfOneKeyInTheSpan() {
        aKeyThatMoves();
        received.add(new Entry(Kind.RECEIVED, TUPLES * Counting.KEYS, Counted.number(TUPLES + 1, false), 1_503));
        received.add(new Entry(Kind.RECEIVED, 1, Counted.number(1, false), 800));
        KeyTimeline timeline = KeyTimeline.of(
                new History(List.of(Recording.of(Counting.SINK, 10, SOURCE_AND_SINK, 1, received))), Kind.RECEIVED);
        assertThat(timeline.longestSilence(0, 400)).isEqualTo(100);
        assertThat(timeline.longestSilence(900, 1_000)).isEqualTo(1_000);
    }
}
