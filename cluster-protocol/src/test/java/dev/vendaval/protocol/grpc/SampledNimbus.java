package dev.vendaval.protocol.grpc;

import dev.vendaval.protocol.SampleRecords;
import dev.vendaval.protocol.service.Caller;
import dev.vendaval.protocol.testing.FakeNimbus;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;

/** Answers with the samples, and takes no artifact of 13 bytes. */
final class SampledNimbus extends FakeNimbus {
    SampledNimbus() {
        drainReports.add(SampleRecords.drain());
        rebalanceReports.add(SampleRecords.rebalance());
        listed.add(SampleRecords.summary());
        nimbuses.addAll(SampleRecords.cluster().nimbus());
        supervisors.addAll(SampleRecords.cluster().supervisors());
        infos.add(SampleRecords.info());
        explanations.add(SampleRecords.explanation());
    }

    @Override
    public synchronized void uploadArtifact(Caller caller, String sha256, InputStream content) throws IOException {
        byte[] bytes = content.readAllBytes();
        if (bytes.length == 13) {
            throw new IOException("13 bytes are refused");
        }
        super.uploadArtifact(caller, sha256, new ByteArrayInputStream(bytes));
    }
}
