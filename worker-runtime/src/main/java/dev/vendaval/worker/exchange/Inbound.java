package dev.vendaval.worker.exchange;

/** The way into one executor for links; implemented by its inbox, called by network threads. Nothing blocks. */
public interface Inbound {
    /**
     * The ring for one link; made at the first call, the same afterwards for an equal {@code sender}.
     *
     * @param sender who sends; of links the {@link SenderWorker}
     * @param grantDue run by the executor, on its thread, when it has consumed so much that a grant should be sent; quick
     */
    InboundRing ring(Object sender, Runnable grantDue);

    /** Takes a control section; any thread. */
    void control(ControlSection section);
}
