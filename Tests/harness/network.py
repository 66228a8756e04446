"""A network that can fail: a TCP proxy that cuts every connection through it, and refuses new ones until it mends."""

import socket
import threading


class Network:
    def __init__(self, port: int):
        """Forwards to 127.0.0.1:`port` from a free port of its own."""
        self._target = port
        self._lock = threading.Lock()
        self._open: set[socket.socket] = set()
        self._up = True
        self._mute = False
        self._deaf: set[socket.socket] = set()
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"
        threading.Thread(target=self._accept, daemon=True).start()

    def cut(self) -> None:
        """Every connection ends at once, without a WebSocket's farewell; new ones too, until `mend`."""
        with self._lock:
            self._up = False
            self._mute = False
            for end in self._open:
                self._hang_up(end)
            self._open.clear()
            self._deaf.clear()

    def mute(self) -> None:
        """What is sent to the server still gets there, but none of its answers comes back; until `cut`, since what
        a connection has lost can't be made good."""
        self._mute = True

    def forget(self) -> None:
        """Every connection goes dead without a word, as when a phone slept through a change of its network: both ends
        hold it for open, and nothing comes through any more. New ones work."""
        with self._lock:
            self._mute = False
            self._deaf |= self._open

    def mend(self) -> None:
        with self._lock:
            self._up = True

    def close(self) -> None:
        self.cut()
        self._listener.close()

    @staticmethod
    def _hang_up(end: socket.socket) -> None:
        try:
            end.shutdown(socket.SHUT_RDWR)
        except OSError:
            pass
        end.close()

    def _accept(self) -> None:
        while True:
            try:
                near, _ = self._listener.accept()
            except OSError:
                return
            with self._lock:
                if not self._up:
                    self._hang_up(near)
                    continue
                try:
                    far = socket.create_connection(("127.0.0.1", self._target))
                except OSError:
                    self._hang_up(near)
                    continue
                self._open |= {near, far}
            threading.Thread(target=self._carry, args=(near, far), daemon=True).start()

    def _carry(self, near: socket.socket, far: socket.socket) -> None:
        """Carries bytes both ways until both ends have said all, or the network fails."""
        back = threading.Thread(target=self._pump, args=(far, near, True), daemon=True)
        back.start()
        self._pump(near, far)
        back.join()
        with self._lock:
            for end in {near, far} & self._open:
                end.close()
            self._open -= {near, far}

    def _pump(self, source: socket.socket, sink: socket.socket, answers: bool = False) -> None:
        try:
            while data := source.recv(65536):
                if not (answers and self._mute) and source not in self._deaf:
                    sink.sendall(data)
            sink.shutdown(socket.SHUT_WR)
        except OSError:
            # One side failed: so does the other, which ends the pump the other way round too.
            for end in (source, sink):
                try:
                    end.shutdown(socket.SHUT_RDWR)
                except OSError:
                    pass
