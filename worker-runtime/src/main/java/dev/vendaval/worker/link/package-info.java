/**
 * Links: what goes from one worker to another. One link for each ordered pair of workers, opened by
 * the sender, with a data lane and a control lane on connections of their own, credits for data, and
 * frames in a layout of our own (see {@link dev.vendaval.worker.link.DataFramer}, {@link
 * dev.vendaval.worker.link.ControlFramer}, {@link dev.vendaval.worker.link.ReturnFrame}, {@link
 * dev.vendaval.worker.link.Hello}). Links never look inside a tuple.
 *
 * <p>Threads: executors send and never wait; one {@code links} thread per worker owns connecting,
 * greeting and ticks; network threads deliver. Allowed neighbours: {@code worker.exchange}, {@code
 * worker.fencing}, {@code dev.vendaval.protocol}.
 */
@NullMarked
package dev.vendaval.worker.link;

import org.jspecify.annotations.NullMarked;
