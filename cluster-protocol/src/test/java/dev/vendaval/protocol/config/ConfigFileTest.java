package dev.vendaval.protocol.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("I8")
final class ConfigFileTest {
    @TempDir
    private Path directory;

    private Configuration load(String yaml) throws IOException {
        return load(yaml, Map.of());
    }

    private Configuration load(String yaml, Map<String, String> dashC) throws IOException {
        Path file = directory.resolve("vendaval.yaml");
        Files.writeString(file, yaml);
        return ConfigFile.load(file, dashC);
    }

    private void assertRefused(String yaml, String... parts) {
        assertThatThrownBy(() -> load(yaml))
                .isInstanceOf(ConfigException.class)
                .hasMessageContainingAll(parts)
                .hasMessageContaining("vendaval.yaml");
    }

    @Test
    void withoutAnythingSetTheDefaultsHold() {
        Configuration configuration = ConfigFile.load(null, Map.of());

        assertThat(configuration.values()).isEmpty();
        assertThat(configuration.zooKeeperSettings())
                .isEqualTo(new ZooKeeperSettings(List.of("127.0.0.1:2181"), "/vendaval", Duration.ofSeconds(10)));
        assertThat(configuration.nimbusSettings().port()).isEqualTo(6627);
        assertThat(configuration.clientSettings().nimbusSeeds()).containsExactly(new HostPort("127.0.0.1", 6627));
        SupervisorSettings supervisor = configuration.supervisorSettings();
        assertThat(supervisor.id()).isNull();
        assertThat(supervisor.slotPorts()).containsExactly(6700, 6701, 6702, 6703);
        assertThat(supervisor.artifactCacheBytes()).isEqualTo(10L << 30);
        assertThat(supervisor.workerHeapBytes()).isEqualTo(768L << 20);
        assertThat(supervisor.logDir()).isEqualTo(supervisor.localDir().resolve("logs"));
        assertThat(supervisor.logRetention()).isEqualTo(Duration.ofDays(7));
    }

    @Test
    void anEmptyFileIsLikeNone() throws IOException {
        assertThat(load("# nothing\n").values()).isEmpty();
    }

    @Test
    void theCommandLineWinsOverTheFile() throws IOException {
        Configuration configuration = load(
                "nimbus.port: 7000\nnimbus.seeds: [\"a:1\", \"b\"]\n",
                Map.of("nimbus.port", "0", "topology.workers", "3", "my.key", "[1, x]"));

        assertThat(configuration.nimbusSettings().port()).isZero();
        assertThat(configuration.clientSettings().nimbusSeeds())
                .containsExactly(new HostPort("a", 1), new HostPort("b", 0));
        assertThat(configuration.clientSettings().topologyOverrides())
                .isEqualTo(Map.of("topology.workers", 3, "my.key", List.of(1, "x")));
    }

    @Test
    void onlyTheCommandLineOverridesTopologiesAndOnlyTopologyKeysAreDefaults() throws IOException {
        Configuration configuration =
                load("topology.workers: 2\nsupervisor.port: 1\n", Map.of("topology.debug", "true"));

        assertThat(configuration.clientSettings().topologyOverrides()).isEqualTo(Map.of("topology.debug", true));
        assertThat(configuration.topologyDefaults()).isEqualTo(Map.of("topology.workers", 2, "topology.debug", true));
    }

    @Test
    void anUnknownKeyOfOursIsRefusedWithTheNearestAndItsLine() {
        assertRefused(
                "nimbus.port: 1\n\ntopology.wokers: 2\n",
                "line 3",
                "topology.wokers",
                "did you mean topology.workers?");
        assertRefused("zookeeper.server: [x]\n", "did you mean zookeeper.servers?");
    }

    @Test
    void usersOwnKeysPassUntouched() throws IOException {
        assertThat(load("my.limit: 7\nother: {a: [1, 2.5, null, \"x\"]}\n").values())
                .containsEntry("my.limit", 7)
                .containsKey("other");
    }

    @Test
    void aBareNumberForADurationOrSizeIsRefusedNamingTheUnit() {
        assertRefused("zookeeper.session.timeout: 30\n", "line 1", "without a unit", "30s");
        assertRefused("worker.heap: 768\n", "without a unit", "768MiB");
        assertRefused("worker.heap: 768MB\n", "'768MB' is not a size", "64MiB");
        assertRefused("log.retention: soon\n", "'soon' is not a duration", "30s");
    }

    @Test
    void aValueOfTheWrongTypeIsRefusedSayingWhatWouldBeRight() {
        assertRefused("nimbus.port: \"6627\"\n", "found the text \"6627\"", "integer");
        assertRefused("nimbus.port: 70000\n", "from 0 to 65535");
        assertRefused("topology.workers: 0\n", "at least 1");
        assertRefused("topology.debug: 1\n", "boolean");
        assertRefused("supervisor.slots.ports: 6700\n", "list of integers", "[6700, 6701]");
        assertRefused(
                "supervisor.slots.ports: [6700, 6700]\n", "supervisor.slots.ports", "each port may be there once");
        assertRefused("topology.executor.on.error: ignore\n", "restart, worker");
        assertRefused("zookeeper.session.timeout: 1s\n", "at least 4s");
        assertRefused("nimbus.seeds: [\"a:b\"]\n", "nimbus.seeds", "host:port");
        assertRefused("zookeeper.root: vendaval\n", "begins with a slash");
    }

    @Test
    void whatIsNotAYamlMapIsRefusedWithItsLine() {
        assertRefused("a: 1\nb: [\n", "not YAML");
        assertRefused("- a\n- b\n", "not a map");
        assertRefused("a: 1\na: 2\n", "duplicate key");
        assertRefused("topology:\n  workers: 2\n", "line 1", "keys are not nested", "topology.workers");
    }

    @Test
    void aFileThatIsNotThereIsNamed() {
        Path missing = directory.resolve("missing.yaml");

        assertThatThrownBy(() -> ConfigFile.load(missing, Map.of()))
                .isInstanceOf(ConfigException.class)
                .hasMessageContainingAll("missing.yaml", "no such file");
    }

    @Test
    void whatBeginsAsAListAMapOrAQuotedTextOnTheCommandLineMustEndSo() {
        for (String broken : List.of("[1,", "{a", "'a")) {
            assertThatThrownBy(() -> ConfigFile.load(null, Map.of("my.key", broken)))
                    .isInstanceOf(ConfigException.class)
                    .hasMessageContaining("-c: my.key: '" + broken + "' is not YAML");
        }
        assertThat(ConfigFile.overrideValue("my.key", "@here")).isEqualTo("@here");
    }

    @Test
    void aWrongOptionSaysThatItCameFromTheCommandLine() {
        assertThatThrownBy(() -> ConfigFile.load(null, Map.of("topology.wrkers", "1")))
                .isInstanceOf(ConfigException.class)
                .hasMessage("-c: topology.wrkers: no such key; did you mean topology.workers?");
    }

    @Test
    void stormsSpellingsAreAliasesInStormsUnits() throws IOException {
        Configuration configuration = load("""
                storm.zookeeper.servers: ["10.0.0.1", "10.0.0.2"]
                storm.zookeeper.port: 2182
                storm.zookeeper.root: /storm
                storm.zookeeper.session.timeout: 20000
                storm.local.dir: /data
                nimbus.thrift.port: 7627
                nimbus.seeds: ["10.0.0.9"]
                supervisor.slots.ports: [1, 2]
                worker.childopts: "-Xss1m  -Dx=y"
                supervisor.worker.timeout.secs: 30
                topology.message.timeout.secs: 60
                """);

        assertThat(configuration.zooKeeperSettings())
                .isEqualTo(new ZooKeeperSettings(
                        List.of("10.0.0.1:2182", "10.0.0.2:2182"), "/storm", Duration.ofSeconds(20)));
        assertThat(configuration.localDir()).isEqualTo(Path.of("/data"));
        assertThat(configuration.clientSettings().nimbusSeeds()).containsExactly(new HostPort("10.0.0.9", 7627));
        assertThat(configuration.supervisorSettings().workerJvmOptions()).containsExactly("-Xss1m", "-Dx=y");
        assertThat(configuration.supervisorSettings().workerTimeout()).isEqualTo(Duration.ofSeconds(30));
        assertThat(configuration.topologyDefaults()).isEqualTo(Map.of("topology.message.timeout", "60s"));
        assertThat(configuration.warnings()).isEmpty();
    }

    @Test
    void knownStormKeysThatWeLackAreIgnoredWithOneWarning() throws IOException {
        Configuration configuration = load("drpc.port: 1\nui.port: 2\ntopology.transfer.batch.size: 3\nmine: 4\n");

        assertThat(configuration.values()).isEqualTo(Map.of("mine", 4));
        assertThat(configuration.warnings())
                .singleElement()
                .asString()
                .contains("drpc.port", "ui.port", "topology.transfer.batch.size");
    }

    @Test
    void aKeyAndItsAliasTogetherAreRefused() {
        assertRefused(
                "topology.message.timeout: 10s\ntopology.message.timeout.secs: 20\n",
                "line 2",
                "topology.message.timeout.secs",
                "set one of them");
    }

    @Test
    void secretsAreRedactedInEveryOutput() throws IOException {
        Configuration configuration =
                load("db.password: hunter2\nnested: {apiToken: abc, list: [{secret: s}]}\nok: 1\n");

        assertThat(configuration.toString()).doesNotContain("hunter2", "abc").contains("ok=1");
        assertThat(Redaction.redacted(configuration.values()).toString())
                .doesNotContain("hunter2", "abc", "=s}")
                .contains("db.password=*****");
    }
}
