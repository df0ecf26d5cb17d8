package dev.vendaval.worker.outbound;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vendaval.worker.codec.ByteOutput;
import dev.vendaval.worker.exchange.DataSection;
import java.io.ByteArrayOutputStream;
import java.util.List;
import org.junit.jupiter.api.Test;

class SectionCutTest {
    @Test
    void cutOffPartsHaveTheSameTuplesWithTheirCounts() {
        ByteOutput out = new ByteOutput(16);
        int untracked = 0;
        for (int i = 0; i < 150; i++) {
            int roots = i % 3;
            untracked += roots == 0 ? 1 : 0;
            out.putVarInt(i);
            out.putVarInt(1 + roots * 16 + i);
            out.putVarInt(roots);
            out.putBytes(new byte[roots * 16 + i], 0, roots * 16 + i);
        }
        int length = out.position();
        byte[] bytes = out.take();
        DataSection whole = DataSection.tuples(7, 2, 3, 150, untracked, bytes, length);

        whole.touchBit = 4;

        DataSection rest = SectionCut.after(whole, 64);
        List<DataSection> parts =
                List.of(SectionCut.first(whole, 64), SectionCut.first(rest, 1), SectionCut.after(rest, 1));

        assertThat(parts).extracting(part -> part.count).containsExactly(64, 1, 85);
        assertThat(parts).extracting(part -> part.touchBit).containsOnly(4L);
        assertThat(parts.stream().mapToInt(part -> part.untracked).sum()).isEqualTo(untracked);
        assertThat(parts)
                .allSatisfy(part -> assertThat(part.receiverExecutor + part.senderTask + part.stream)
                        .isEqualTo(7 + 2 + 3));
        ByteArrayOutputStream joined = new ByteArrayOutputStream();
        parts.forEach(part -> joined.write(part.bytes, part.offset, part.length));
        assertThat(joined.toByteArray()).isEqualTo(java.util.Arrays.copyOf(bytes, length));
    }
}
