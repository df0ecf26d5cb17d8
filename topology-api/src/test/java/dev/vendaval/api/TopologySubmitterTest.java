package dev.vendaval.api;

import static dev.vendaval.api.Refusal.invalid;
import static dev.vendaval.api.Refusal.refused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class TopologySubmitterTest {
    private final List<Map<String, Object>> submitted = new ArrayList<>();
    private final SubmissionBackend backend = (name, configuration, topology) -> {
        submitted.add(configuration);
        return name + "-1";
    };

    private static Topology topology() {
        TopologyBuilder builder = new TopologyBuilder();
        builder.setSpout("lines", new DeclaringSpout("line"));
        return builder.build();
    }

    @AfterEach
    void uninstall() {
        TopologySubmitter.install(null);
    }

    @Test
    void withoutALauncherTheErrorSaysHowToRunIt() {
        SubmitException e = refused(
                SubmitException.Code.NO_CLUSTER,
                "topology 'words' cannot be submitted",
                "'vendaval jar JAR CLASS' on a cluster or 'vendaval local JAR CLASS'",
                () -> TopologySubmitter.submit("words", new Config(), topology()));
        assertThat(e.hint()).contains("dev.vendaval.local.LocalCluster");
    }

    @Test
    void theLauncherGetsACopyOfTheConfigurationThatCannotBeChanged() {
        TopologySubmitter.install(backend);
        Map<String, Object> configuration = new HashMap<>(Map.of("list", new ArrayList<>(List.of(1)), "n", 2L));
        configuration.put("nothing", null);

        assertThat(TopologySubmitter.submit("words", configuration, topology())).isEqualTo("words-1");

        assertThat(submitted).containsExactly(configuration);
        assertThatThrownBy(() -> submitted.get(0).clear()).isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    @Tag("I1")
    void aBadNameIsRefusedBeforeTheLauncherSeesIt() {
        TopologySubmitter.install(backend);
        invalid("contains a space", "topology name", () -> TopologySubmitter.submit("a b", new Config(), topology()));
        assertThat(submitted).isEmpty();
    }

    @Test
    @Tag("I8")
    void configurationThatIsNotPlainDataIsRefused() {
        TopologySubmitter.install(backend);
        refused(
                SubmitException.Code.CONFIG,
                "topology 'words': configuration key 'me' is a dev.vendaval.api.TopologySubmitterTest",
                "strings, booleans, numbers",
                () -> TopologySubmitter.submit("words", Map.of("me", this), topology()));
        refused(
                SubmitException.Code.CONFIG,
                "topology 'words': configuration key 'map' has a java.lang.Integer as a key of a map",
                "maps with string keys",
                () -> TopologySubmitter.submit("words", Map.of("map", Map.of(1, 2)), topology()));
    }

    @Test
    @Tag("I8")
    void configurationThatHoldsItselfIsRefused() {
        Map<String, Object> endless = new HashMap<>();
        endless.put("x", endless);
        refused(
                SubmitException.Code.CONFIG,
                "is nested more than 32 deep",
                "data",
                () -> TopologySubmitter.submit("words", endless, topology()));
    }

    @Test
    void anExceptionShowsCodeMessageAndHint() {
        assertThat(new SubmitException(SubmitException.Code.NAME_TAKEN, "'a' is live", "kill it first"))
                .hasToString("SubmitException [NAME_TAKEN]: 'a' is live (kill it first)")
                .hasMessage("'a' is live");
        SubmitException plain = new SubmitException(SubmitException.Code.TIMEOUT, "too late");
        assertThat(plain.hint()).isNull();
        assertThat(plain).hasToString("SubmitException [TIMEOUT]: too late");
    }
}
