package dev.vendaval.tests.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vendaval.tests.topologies.Mistakes;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.AbstractStringAssert;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What emitting wrongly says, and that it leaves nothing behind. */
abstract class MistakeRules extends RuleTests {
    private static final String ILLEGAL = IllegalArgumentException.class.getName();
    private static final List<String> EMITTERS = List.of(Mistakes.SPOUT, Mistakes.BOLT);

    private Notes notes = new Notes(Path.of(""));

    MistakeRules(Venue venue) {
        super(venue);
    }

    @BeforeAll
    void makeEveryMistake() {
        Submitted submitted = submit("mistakes", Map.of(), Mistakes::topology);
        notes = submitted.notes();
        notes.await(Mistakes.SPOUT, "done", 1, SOON);
        notes.await(Mistakes.BOLT, "done", 1, SOON);
        notes.await(Mistakes.SPOUT, "acked", 1, SOON);
        submitted.running().kill(DRAIN);
        assertThat(notes.violations()).isEmpty();
    }

    private AbstractStringAssert<?> mistake(String emitter, String name) {
        List<String> thrown = notes.of(emitter, "mistake").stream()
                .filter(line -> line.startsWith(name + " "))
                .map(line -> line.substring(name.length() + 1))
                .toList();
        assertThat(thrown).as(name + " by " + emitter).hasSize(1);
        return assertThat(thrown.get(0)).as(name + " by " + emitter).startsWith(ILLEGAL + " ");
    }

    @Test
    @Tag("G7")
    void emitDirectOnAStreamThatIsNotDirectIsRefused() {
        EMITTERS.forEach(emitter ->
                mistake(emitter, "direct-on-plain-stream").contains("plain").containsIgnoringCase("direct"));
    }

    @Test
    @Tag("G7")
    void emitDirectToATaskThatDoesNotSubscribeIsRefused() {
        EMITTERS.forEach(emitter ->
                mistake(emitter, "direct-to-stranger").contains("addressed").containsIgnoringCase("subscribe"));
        EMITTERS.forEach(emitter -> mistake(emitter, "direct-to-nobody").contains("addressed", "1000000"));
    }

    @Test
    @Tag("G7")
    void plainEmitOnADirectStreamIsRefused() {
        EMITTERS.forEach(emitter ->
                mistake(emitter, "plain-on-direct-stream").contains("addressed").contains("emitDirect"));
    }

    @Test
    @Tag("G10")
    void emitOnAnUndeclaredStreamNamesIt() {
        EMITTERS.forEach(emitter -> mistake(emitter, "undeclared-stream").contains("no-such"));
    }

    @Test
    @Tag("G10")
    void theWrongNumberOfValuesNamesStreamFieldsAndCount() {
        for (String emitter : EMITTERS) {
            mistake(emitter, "too-few-values").contains("plain", "first", "second", "1");
            mistake(emitter, "too-many-values").contains("plain", "first", "second", "3");
            mistake(emitter, "too-few-direct-values").contains("addressed", "first", "second", "1");
        }
    }

    @Test
    @Tag("G2")
    void aKeyWithoutAStableContentHashNamesItsClass() {
        EMITTERS.forEach(
                emitter -> mistake(emitter, "key-without-content").contains(Mistakes.class.getName() + "$NoContent"));
    }

    @Test
    @Tag("A1")
    void anEmitThatThrewIsNotPendingAndLeavesItsAnchorsAsTheyWere() {
        assertThat(notes.of(Mistakes.SPOUT, "pending")).containsExactly("1");
        assertThat(notes.of(Mistakes.SPOUT, "acked")).containsExactly("input of the bolt");
    }
}
