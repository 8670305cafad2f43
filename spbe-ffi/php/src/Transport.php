<?php

declare(strict_types=1);

namespace Spbe;

/**
 * A way to the library: one JSON request goes in, one JSON reply comes out. Every way gives the same reply, byte by byte.
 */
interface Transport
{
    /** `ffi`, `process`, or a name of your own. */
    public function name(): string;

    /**
     * Sends a request and waits for the reply.
     *
     * @param string $request JSON on one line, without a line break
     *
     * @return string JSON, without a line break
     *
     * @throws Exception\TransportException if there is no reply
     */
    public function send(string $request): string;
}
