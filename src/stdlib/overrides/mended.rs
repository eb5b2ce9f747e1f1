//! Faults of the library that CPython 3.14.10 has mended: what is replaced by what, with the number of CPython's issue where one is known.
//!
//! The library's crate is older. An edit goes when the crate has the change: then its text is not found, and the build of the image says so.

use super::edits::Edit;

/// Every edit.
pub(crate) const EDITS: &[Edit] = &[
    Edit {
        file: "queue.py",
        from: "        if timeout is not None and timeout < 0:\n            raise ValueError(\"'timeout' must be a non-negative number\")\n        \
               if not self._count.acquire(block, timeout):\n",
        to: "        if block and timeout is not None and timeout < 0:\n            raise ValueError(\"'timeout' must be a non-negative number\")\n        \
             if not self._count.acquire(block, timeout if block else None):\n",
        reason: "who does not block has no timeout",
    },
    Edit {
        file: "threading.py",
        from: "                if timeout > 0:\n                    gotit = waiter.acquire(True, timeout)\n                \
               else:\n                    gotit = waiter.acquire(False)\n",
        to: "                gotit = waiter.acquire(False) if timeout <= 0 else waiter.acquire(True, timeout)\n",
        reason: "NaN is refused by the lock",
    },
    Edit {
        file: "asyncio/selector_events.py",
        from: "    def _sock_accept(self, fut, sock):\n",
        to: "    def _sock_accept(self, fut, sock):\n        if fut.done():\n            return\n",
        reason: "gh-153761: who waited may have been cancelled",
    },
    Edit {
        file: "asyncio/selector_events.py",
        from: "                if self._closing:\n                    self._call_connection_lost(None)\n",
        to: "                if self._closing and self._conn_lost == 0:\n                    self._conn_lost = 1\n                    \
             self._call_connection_lost(None)\n",
        reason: "gh-156512: the loss is told once",
    },
    Edit {
        file: "asyncio/selector_events.py",
        from: "        self._buffer.extend([memoryview(data) for data in list_of_data])\n",
        to: "        self._buffer.extend(map(memoryview, filter(None, list_of_data)))\n        if not self._buffer:\n            return\n",
        reason: "gh-155888: nothing ends the wait for an empty chunk",
    },
    Edit {
        file: "asyncio/selector_events.py",
        from: "            self._write_ready = None\n            if self._empty_waiter is not None:\n",
        to: "            self._write_ready = self._read_ready_cb = None\n            if self._empty_waiter is not None:\n",
        reason: "what is over holds nothing",
    },
    Edit {
        file: "asyncio/streams.py",
        from: "        loop = self._loop\n        self._transport = transport\n        self._over_ssl = transport.get_extra_info('sslcontext') is not None\n",
        to: "        self._transport = transport\n        self._over_ssl = transport.get_extra_info('sslcontext') is not None\n        \
             if (reader := self._stream_reader) is not None:\n            reader._replace_transport(transport)\n",
        reason: "the reader pauses the transport there is",
    },
    Edit {
        file: "asyncio/streams.py",
        from: "    def _maybe_resume_transport(self):\n",
        to: "    def _replace_transport(self, transport):\n        assert self._transport is not None, 'Transport not set'\n        \
             self._transport = transport\n\n    def _maybe_resume_transport(self):\n",
        reason: "as above",
    },
    Edit {
        file: "asyncio/streams.py",
        from: "            res = self._client_connected_cb(reader, writer)\n",
        to: "            try:\n                res = self._client_connected_cb(reader, writer)\n            except Exception as exc:\n                \
             what = 'Unhandled exception in client_connected_cb'\n                \
             self._loop.call_exception_handler(dict(message=what, exception=exc, transport=transport))\n                \
             transport.close()\n                self._strong_reader = None\n                return\n",
        reason: "a callback that is no coroutine may fail too",
    },
    Edit {
        file: "asyncio/base_events.py",
        from: "                self.close()\n                await self.wait_closed()\n",
        to: "                self.close()\n                self.close_clients()\n                await self.wait_closed()\n",
        reason: "clients that hang do not keep a cancelled server from ending",
    },
    Edit {
        file: "asyncio/base_events.py",
        from: "        sock.setblocking(False)\n\n        protocol = protocol_factory()\n        waiter = self.create_future()\n        if ssl:\n            \
               sslcontext = None if isinstance(ssl, bool) else ssl\n            transport = self._make_ssl_transport(\n                \
               sock, protocol, sslcontext, waiter,\n                server_side=server_side, server_hostname=server_hostname,\n                \
               ssl_handshake_timeout=ssl_handshake_timeout,\n                ssl_shutdown_timeout=ssl_shutdown_timeout)\n        else:\n            \
               transport = self._make_socket_transport(sock, protocol, waiter)\n\n        try:\n            await waiter\n        except:\n            \
               transport.close()\n            raise\n",
        to: "        def make_transport():\n            sock.setblocking(False)\n            protocol = protocol_factory()\n            \
             waiter = self.create_future()\n            if not ssl:\n                \
             return self._make_socket_transport(sock, protocol, waiter), protocol, waiter\n            \
             sslcontext = None if isinstance(ssl, bool) else ssl\n            return self._make_ssl_transport(\n                \
             sock, protocol, sslcontext, waiter,\n                server_side=server_side, server_hostname=server_hostname,\n                \
             ssl_handshake_timeout=ssl_handshake_timeout,\n                \
             ssl_shutdown_timeout=ssl_shutdown_timeout), protocol, waiter\n\n        try:\n            \
             transport, protocol, waiter = make_transport()\n        except:\n            sock.close()\n            raise\n\n        try:\n            \
             await waiter\n        except:\n            transport.close()\n            waiter = None\n            raise\n",
        reason: "gh-153133: a socket without a transport is closed",
    },
    Edit {
        file: "asyncio/base_subprocess.py",
        from: "        self._exit_waiters = []\n",
        to: "        self._exit_waiters = set()\n",
        reason: "gh-119710: a process has ended when it has ended, not when its pipes have",
    },
    Edit {
        file: "asyncio/base_subprocess.py",
        from: "        self._pipes_connected = False\n",
        to: "",
        reason: "as above",
    },
    Edit {
        file: "asyncio/base_subprocess.py",
        from: "            self._check_proc()\n            try:\n                os.kill(self._proc.pid, signal)\n            except ProcessLookupError:\n                pass\n",
        to: "            self._check_proc()\n            if self._returncode is None:\n                try:\n                    \
             os.kill(self._proc.pid, signal)\n                except ProcessLookupError:\n                    pass\n",
        reason: "the number of a process that has ended may be another's",
    },
    Edit {
        file: "asyncio/base_subprocess.py",
        from: "            if waiter is not None and not waiter.cancelled():\n                waiter.set_exception(exc)\n        else:\n            \
               if waiter is not None and not waiter.cancelled():\n                waiter.set_result(None)\n            self._pipes_connected = True\n",
        to: "            made = [proto.pipe for proto in self._pipes.values() if proto is not None]\n            \
             for pipe in made + [proc.stdin, proc.stdout, proc.stderr]:\n                if pipe is not None:\n                    \
             pipe.close()\n            if waiter is not None and not waiter.cancelled():\n                waiter.set_exception(exc)\n        \
             else:\n            if waiter is not None and not waiter.cancelled():\n                waiter.set_result(None)\n",
        reason: "pipes of a process that is given up are closed",
    },
    Edit {
        file: "asyncio/base_subprocess.py",
        from: "        self._call(self._protocol.process_exited)\n\n        self._try_finish()\n",
        to: "        self._call(self._protocol.process_exited)\n\n        self._try_finish()\n\n        \
             waiters, self._exit_waiters = self._exit_waiters, None\n        for waiter in waiters:\n            if not waiter.done():\n                \
             waiter.set_result(returncode)\n",
        reason: "as for gh-119710",
    },
    Edit {
        file: "asyncio/base_subprocess.py",
        from: "        self._exit_waiters.append(waiter)\n        return await waiter\n",
        to: "        self._exit_waiters.add(waiter)\n        try:\n            return await waiter\n        finally:\n            \
             if self._exit_waiters:\n                self._exit_waiters.discard(waiter)\n",
        reason: "as for gh-119710",
    },
    Edit {
        file: "asyncio/base_subprocess.py",
        from: "        if not self._pipes_connected:\n            \
               # self._pipes_connected can be False if not all pipes were connected\n            \
               # because either the process failed to start or the self._connect_pipes task\n            \
               # got cancelled. In this broken state we consider all pipes disconnected and\n            \
               # to avoid hanging forever in self._wait as otherwise _exit_waiters\n            \
               # would never be woken up, we wake them up here.\n            for waiter in self._exit_waiters:\n                \
               if not waiter.done():\n                    waiter.set_result(self._returncode)\n",
        to: "",
        reason: "as for gh-119710",
    },
    Edit {
        file: "asyncio/base_subprocess.py",
        from: "            # wake up futures waiting for wait()\n            for waiter in self._exit_waiters:\n                \
               if not waiter.done():\n                    waiter.set_result(self._returncode)\n            self._exit_waiters = None\n",
        to: "",
        reason: "as for gh-119710",
    },
    Edit {
        file: "asyncio/unix_events.py",
        from: "            transp.close()\n            await transp._wait()\n",
        to: "            transp.close()\n            await tasks.shield(transp._wait())\n",
        reason: "a second cancellation leaves no child behind",
    },
    Edit {
        file: "asyncio/unix_events.py",
        from: "        self.call_soon_threadsafe(transp._process_exited, returncode)\n",
        to: "        transp._process_exited(returncode)\n",
        reason: "the number of a child that was waited for is not used any more: both happen in one step of the loop",
    },
    Edit {
        file: "asyncio/unix_events.py",
        from: "            returncode = waitstatus_to_exitcode(status)\n\n        os.close(pidfd)\n",
        to: "            returncode = waitstatus_to_exitcode(status)\n        finally:\n            os.close(pidfd)\n",
        reason: "the descriptor is closed also where waiting fails",
    },
    Edit {
        file: "asyncio/unix_events.py",
        from: "    def _do_waitpid(self, loop, expected_pid, callback, args):\n        assert expected_pid > 0\n\n        try:\n",
        to: "    def _do_waitpid(self, loop, expected_pid, callback, args):\n        assert expected_pid > 0\n\n        try:\n            \
             os.waitid(os.P_PID, expected_pid, os.WEXITED | os.WNOWAIT)\n        except ChildProcessError:\n            pass\n        \
             try:\n            if loop.is_closed():\n                raise RuntimeError\n            \
             loop.call_soon_threadsafe(self._reap_and_notify, loop, expected_pid, callback, args)\n        except RuntimeError:\n            \
             pid, _ = self._reap(loop, expected_pid)\n            \
             logger.warning(\"Loop %r that handles pid %r is closed\", loop, pid)\n\n        self._threads.pop(expected_pid)\n\n    \
             def _reap_and_notify(self, loop, expected_pid, callback, args):\n        callback(*self._reap(loop, expected_pid), *args)\n\n    \
             def _reap(self, loop, expected_pid):\n        try:\n",
        reason: "as for the number of a child: the thread waits, the loop reaps",
    },
    Edit {
        file: "asyncio/unix_events.py",
        from: "        if loop.is_closed():\n            logger.warning(\"Loop %r that handles pid %r is closed\", loop, pid)\n        else:\n            \
               loop.call_soon_threadsafe(callback, pid, returncode, *args)\n\n        self._threads.pop(expected_pid)\n",
        to: "        return pid, returncode\n",
        reason: "as above",
    },
    Edit {
        file: "asyncio/graph.py",
        from: "            st.append(FrameCallGraphEntry(coro.cr_frame))\n            coro = coro.cr_await\n",
        to: "            if (frame := coro.cr_frame) is not None:\n                st.append(FrameCallGraphEntry(frame))\n            coro = coro.cr_await\n",
        reason: "a coroutine that has ended has no frame",
    },
    Edit {
        file: "asyncio/graph.py",
        from: "            is_async = f.f_generator is not None\n",
        to: "            is_async = isinstance(f.f_generator, (types.CoroutineType, types.AsyncGeneratorType))\n",
        reason: "gh-156988: a generator is called by somebody",
    },
    Edit {
        file: "asyncio/tasks.py",
        from: "            timeout_handle.cancel()\n        for f in fs:\n            f.remove_done_callback(_on_completion)\n",
        to: "            timeout_handle.cancel()\n        for f in fs:\n            f.remove_done_callback(_on_completion)\n            \
             futures.future_discard_from_awaited_by(f, cur_task)\n",
        reason: "who has stopped waiting awaits nothing",
    },
    Edit {
        file: "asyncio/tasks.py",
        from: "    fut.add_done_callback(cb)\n\n    try:\n        fut.cancel()\n",
        to: "    fut.add_done_callback(cb)\n    awaiter = current_task()\n    futures.future_add_to_awaited_by(fut, awaiter)\n\n    try:\n        fut.cancel()\n",
        reason: "gh-157058: who waits for the end of a cancelled task awaits it",
    },
    Edit {
        file: "asyncio/tasks.py",
        from: "        fut.remove_done_callback(cb)\n\n\nclass _AsCompletedIterator:\n",
        to: "        fut.remove_done_callback(cb)\n        futures.future_discard_from_awaited_by(fut, awaiter)\n\n\nclass _AsCompletedIterator:\n",
        reason: "as above",
    },
    Edit {
        file: "asyncio/tasks.py",
        from: "        todo = {ensure_future(aw, loop=loop) for aw in set(aws)}\n        for f in todo:\n            \
               f.add_done_callback(self._handle_completion)\n",
        to: "        self._cur_task = current_task()\n        todo = {ensure_future(aw, loop=loop) for aw in set(aws)}\n        for f in todo:\n            \
             f.add_done_callback(self._handle_completion)\n            futures.future_add_to_awaited_by(f, self._cur_task)\n",
        reason: "who goes through what completes awaits it all",
    },
    Edit {
        file: "asyncio/tasks.py",
        from: "            f.remove_done_callback(self._handle_completion)\n            self._done.put_nowait(None)",
        to: "            f.remove_done_callback(self._handle_completion)\n            futures.future_discard_from_awaited_by(f, self._cur_task)\n            \
             self._done.put_nowait(None)",
        reason: "as above",
    },
    Edit {
        file: "asyncio/tasks.py",
        from: "        self._todo.remove(f)\n",
        to: "        self._todo.remove(f)\n        futures.future_discard_from_awaited_by(f, self._cur_task)\n",
        reason: "as above",
    },
    Edit {
        file: "asyncio/tasks.py",
        from: "        f = await self._done.get()\n",
        to: "        try:\n            f = await self._done.get()\n        except BaseException:\n            self._todo_left += 1\n            raise\n",
        reason: "a step that is given up takes nothing",
    },
    Edit {
        file: "asyncio/tasks.py",
        from: "                exc = fut._make_cancelled_error()\n                outer.set_exception(exc)\n                return\n            else:\n                \
               exc = fut.exception()\n                if exc is not None:\n                    outer.set_exception(exc)\n                    return\n",
        to: "                exc = fut._make_cancelled_error()\n            else:\n                exc = fut.exception()\n            \
             if exc is not None:\n                for child in children:\n                    \
             futures.future_discard_from_awaited_by(child, cur_task)\n                outer.set_exception(exc)\n                return\n",
        reason: "gh-157213: what goes on after gather() is awaited by nobody",
    },
    Edit {
        file: "asyncio/tasks.py",
        from: "def _log_on_exception(fut):\n    if fut.cancelled():\n        return\n\n    exc = fut.exception()\n    if exc is None:\n        return\n\n    \
               context = {\n        'message':\n        f'{exc.__class__.__name__} exception in shielded future',\n        'exception': exc,\n        \
               'future': fut,\n    }\n    if fut._source_traceback:\n        context['source_traceback'] = fut._source_traceback\n    \
               fut._loop.call_exception_handler(context)\n\n\n",
        to: "",
        reason: "what was shielded and is not awaited any more tells of its exception as any other future does",
    },
    Edit {
        file: "asyncio/tasks.py",
        from: "            # Keep only one callback to log on cancel\n            inner.remove_done_callback(_log_on_exception)\n            \
               inner.add_done_callback(_log_on_exception)\n",
        to: "            if cur_task is not None:\n                inner.remove_done_callback(_clear_awaited_by_callback)\n                \
             futures.future_discard_from_awaited_by(inner, cur_task)\n",
        reason: "as above",
    },
];
