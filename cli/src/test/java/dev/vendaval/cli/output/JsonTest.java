package dev.vendaval.cli.output;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class JsonTest {
    public record Point(int x, @Nullable String label, List<Double> values) {}

    @Test
    void recordsMapsListsAndScalarsAreWrittenInTheirOrder() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("point", new Point(-1, null, List.of(0.5, 1e20)));
        map.put("flag", true);
        map.put("unit", TimeUnit.SECONDS);
        map.put("list", Arrays.asList(1L, null, "x"));

        assertThat(Json.write(map))
                .isEqualTo("{\"point\":{\"x\":-1,\"label\":null,\"values\":[0.5,1.0E20]},\"flag\":true,"
                        + "\"unit\":\"SECONDS\",\"list\":[1,null,\"x\"]}");
    }

    @Test
    void whatJsonCannotHoldIsEscapedOrNull() {
        assertThat(Json.write("a\"b\\c\n\t\u0001\u00e9\ud83d\ude00"))
                .isEqualTo("\"a\\\"b\\\\c\\n\\t\\u0001\u00e9\\ud83d\\ude00\"");
        assertThat(Json.write(List.of(Double.NaN, Float.POSITIVE_INFINITY))).isEqualTo("[null,null]");
        assertThat(Json.write(Map.of())).isEqualTo("{}");
    }
}
