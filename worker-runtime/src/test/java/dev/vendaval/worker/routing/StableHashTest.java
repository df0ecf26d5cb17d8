package dev.vendaval.worker.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vendaval.worker.routing.HashSamples.Caseless;
import dev.vendaval.worker.routing.HashSamples.Color;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("G2")
class StableHashTest {
    /** A change here sends the keys of a running topology elsewhere: never for a new version of the same topology. */
    private static final String GOLDEN = """
            null=6b8b4567327b23c6
            true=fae3d23b483bdef
            byte=54c8fb0967ce3fbd
            short=4095ce992f27301f
            char=b76346d2b987fbe3
            int=a4c66e916f0af06d
            long=27f6c0d3b7713ffc
            float=aad05c887069ac9a
            double=23a6954ab70b8341
            NaN=b291d4a87b15a30c
            String=a0b0457e41d87404
            unicode=4f4520d5babb3599
            BigInteger=8ffcf46efacfb18a
            BigDecimal=c62fbd01d08c942a
            UUID=5dfbc68124ed4d83
            Instant=9665f11b59149e7b
            Duration=1cb4b639427d6e6e
            LocalDate=73bb59e3337dc7cf
            LocalDateTime=866c10328d8c29ae
            OffsetDateTime=c69e9cfe4922b28f
            Date=55763a0081d707ae
            byte[]=1da8e97abb3884eb
            int[]=e405651f96cf83a7
            boolean[]=53de3d4684059fdb
            double[]=b772daa60c3d1c7a
            String[]=cb16ee03f1e4d831
            int[][]=e4d109e8b4133e30
            List=a605695701f13e3
            Set=7eca07f270f787d2
            Map=45dacfb41792a5e7
            entry=510945d291a00617
            Optional=493ee9940ff31bd9
            enum=ffb51116dfcf83a3
            enum with body=9a2d441bba1ded0f
            JDK enum=56780747fbb35c70
            record=6c12c8bf21920173
            record with null=e8cdc987cfb46749
            record with own equals=1831509eb2fb6d97
            class=c4a0094a36a957e4
            nested=6c2d71594b004027
            TreeSet=c7b55c42cdfa25dc
            """;

    private static Map<String, String> ours() {
        Map<String, String> hashes = new LinkedHashMap<>();
        HashSamples.keys().forEach((name, key) -> hashes.put(name, Long.toHexString(StableHash.of(key))));
        return hashes;
    }

    private static Map<String, String> parse(String lines) {
        Map<String, String> hashes = new LinkedHashMap<>();
        lines.lines().filter(line -> line.contains("=")).forEach(line -> {
            int at = line.lastIndexOf('=');
            hashes.put(line.substring(0, at), line.substring(at + 1));
        });
        return hashes;
    }

    @Test
    void hashesAreThoseOfTheGoldenTable() {
        assertThat(ours()).isEqualTo(parse(GOLDEN));
    }

    @Test
    void anotherJvmHasTheSameHashes() throws IOException, InterruptedException {
        // Another rule for identity hashes, and other salts for the JDK's immutable sets and maps.
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UnlockExperimentalVMOptions",
                        "-XX:hashCode=3",
                        "-Xshare:off",
                        "-cp",
                        System.getProperty("java.class.path"),
                        HashSamples.class.getName())
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(parse(output)).isEqualTo(ours());
    }

    @Test
    void equalContentsHaveEqualHashesWhateverHoldsThem() {
        assertThat(StableHash.of(new CopyOnWriteArrayList<>(List.of(1, 2)))).isEqualTo(StableHash.of(List.of(1, 2)));
        assertThat(StableHash.of(new LinkedHashSet<>(List.of("b", "a")))).isEqualTo(StableHash.of(Set.of("a", "b")));
        assertThat(StableHash.of(new TreeMap<>(Map.of("x", 1)))).isEqualTo(StableHash.of(Map.of("x", 1)));
        assertThat(StableHash.of(new Object[] {"a"})).isEqualTo(StableHash.of(new String[] {"a"}));
        assertThat(StableHash.of(new int[] {1, 2})).isEqualTo(StableHash.of(new int[] {1, 2}));
        assertThat(StableHash.of(new Caseless("ABC"))).isEqualTo(StableHash.of(new Caseless("abc")));
    }

    @Test
    void differentKeysHaveDifferentHashes() {
        Set<Long> hashes = new HashSet<>();
        HashSamples.keys().values().forEach(key -> hashes.add(StableHash.of(key)));
        assertThat(hashes).hasSameSizeAs(HashSamples.keys().values());
        assertThat(StableHash.of(List.of(1, 2))).isNotEqualTo(StableHash.of(List.of(2, 1)));
        assertThat(StableHash.of(Map.of(1, 2))).isNotEqualTo(StableHash.of(Map.of(2, 1)));
        assertThat(StableHash.of(List.of())).isNotEqualTo(StableHash.of(Set.of()));
        assertThat(StableHash.of(Color.RED)).isNotEqualTo(StableHash.of(Color.GREEN));
        assertThat(StableHash.of(new int[] {1})).isNotEqualTo(StableHash.of(new long[] {1}));
    }

    @Test
    void keyFieldsAreTakenInOrder() {
        List<Object> values = Arrays.asList("a", null, "b");
        assertThat(StableHash.of(values, new int[] {0, 2})).isNotEqualTo(StableHash.of(values, new int[] {2, 0}));
        assertThat(StableHash.of(values, new int[] {0, 1})).isNotEqualTo(StableHash.of(values, new int[] {1, 0}));
        assertThat(StableHash.of(values, new int[] {2})).isEqualTo(StableHash.of("b"));
    }

    /** Compares by identity. */
    private static final class Plain {}

    /** Fine within one JVM, but its hash is the enum's identity. */
    private static final class Painted {
        private final Color color;

        Painted(Color color) {
            this.color = color;
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Painted that && color == that.color;
        }

        @Override
        public int hashCode() {
            return Objects.hash(color);
        }
    }

    /** The same in a collection. */
    private static final class ManyColors {
        private final Set<Color> colors = Set.of(Color.RED);

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof ManyColors that && colors.equals(that.colors);
        }

        @Override
        public int hashCode() {
            return colors.hashCode();
        }
    }

    /** Has only half of it. */
    private static final class HashOnly {
        @Override
        @SuppressWarnings("EqualsHashCode") // That it is missing is the case tested.
        public int hashCode() {
            return 1;
        }
    }

    /** Throws where it is read. */
    record Broken(String text) {
        @Override
        public String text() {
            return text.substring(10);
        }
    }

    private static void assertRefused(Object key, String... parts) {
        assertThatThrownBy(() -> StableHash.of(key))
                .isInstanceOf(UnhashableKeyException.class)
                .hasMessageContainingAll(parts);
    }

    @Test
    void keysWithoutAStableHashAreRefusedByName() throws MalformedURLException {
        assertRefused(new Plain(), Plain.class.getName(), "override hashCode and equals");
        assertRefused(new HashOnly(), HashOnly.class.getName());
        assertRefused(new AtomicLong(1), "AtomicLong", "emit the number in it");
        assertRefused(new Thread(), "java.lang.Thread");
        Runnable lambda = () -> {};
        assertRefused(lambda, StableHashTest.class.getName());
        assertRefused(URI.create("http://localhost/").toURL(), "java.net.URL");
        assertRefused(List.of(Map.of("k", new Plain())), Plain.class.getName());
        assertRefused(new Object[] {new Plain()}, Plain.class.getName());
    }

    @Test
    void aClassThatHashesAnEnumByIdentityIsRefusedWithARemedy() {
        assertRefused(new Painted(Color.RED), Painted.class.getName(), "color", "record");
        assertRefused(new ManyColors(), ManyColors.class.getName(), "colors");
    }

    @Test
    void anAccessorThatThrowsIsSaidSo() {
        assertRefused(new Broken("x"), "Broken.text()", "StringIndexOutOfBounds");
    }

    @Test
    void aListThatContainsItselfIsRefused() {
        List<Object> list = new ArrayList<>();
        list.add(list);
        assertRefused(list, "java.util.ArrayList", "contain itself");
    }
}
