import {
  allocate,
  type BufferRange,
  ConstantTensor,
  DerivedTensor,
  type Device,
  Owner,
  owning,
  runOnce,
  type Tensor,
} from '@facegpu/kernels';

/** Constants of up to so many bytes are the same where their bytes are, whoever made them. */
const comparedBytes = 2 ** 14;

/** Keeps tensors on the GPU until it is disposed of. */
export interface Hold {
  dispose(): void;
}

/** A buffer that some plans hold, and the tensors that lie in it. */
interface Room {
  readonly buffer: GPUBuffer;
  readonly ids: string[];
  holders: number;
}

/** A tensor on the GPU. */
interface Entry {
  readonly range: BufferRange;
  readonly room: Room;
}

const stores = new WeakMap<Device, ParameterStore>();

/**
 * The weights on a device, shared by all plans that read them: what is stored, and what kernels derive
 * of it. Each is there for as long as a plan holds it. Where kernels read derived weights alone, what
 * they come from is freed once they are made: it would take as many bytes again, and the model has it.
 */
export class ParameterStore {
  readonly #device: Device;
  readonly #entries = new Map<string, Entry>();
  readonly #ids = new WeakMap<Tensor, string>();
  /** Numbers that objects go by: the bytes of a model file, and shaders. */
  readonly #numbers = new WeakMap<object, number>();
  /** Numbers that small constants go by, whose bytes are compared. */
  readonly #contents = new Map<string, number>();
  #count = 0;
  /** Settles when the last call to `hold` has. */
  #turn: Promise<unknown> = Promise.resolve();

  private constructor(device: Device) {
    this.#device = device;
  }

  /** The only one of a device. */
  static of(device: Device): ParameterStore {
    let store = stores.get(device);
    if (!store) {
      store = new ParameterStore(device);
      stores.set(device, store);
    }
    return store;
  }

  /**
   * Gives storage to constants, and to what derives of nothing else. What isn't there yet is uploaded
   * or made: all of it, or nothing.
   *
   * @returns what keeps them there
   * @throws FaceGpuError `out-of-memory`, `gpu-error`, `device-lost`
   */
  hold(label: string, tensors: readonly Tensor[]): Promise<Hold> {
    // One after the other: what two plans need at once is made once.
    const turn = this.#turn.then(() => this.#hold(label, tensors));
    this.#turn = turn.catch(() => {});
    return turn;
  }

  #hold(label: string, tensors: readonly Tensor[]): Promise<Hold> {
    return owning(async (owner) => {
      const bases = new Set(tensors.map(({ base }) => base));
      const missing = new Map<string, Tensor>();
      const rooms = new Set<Room>();
      for (const tensor of bases) {
        const id = this.#idOf(tensor);
        const entry = this.#entries.get(id);
        if (entry) rooms.add(entry.room);
        else missing.set(id, tensor);
      }
      owner.keep(this.#retain(rooms));
      if (missing.size > 0) owner.keep(this.#retain(await this.#make(label, missing)));
      for (const tensor of bases) tensor.storage = this.#entries.get(this.#idOf(tensor))?.range;
      return owner;
    });
  }

  #retain(rooms: ReadonlySet<Room>): Hold {
    for (const room of rooms) room.holders++;
    return {
      dispose: () => {
        for (const room of rooms) {
          room.holders--;
          if (room.holders === 0) this.#free(room);
        }
      },
    };
  }

  #free({ buffer, ids }: Room): void {
    for (const id of ids) this.#entries.delete(id);
    if (this.#entries.size === 0) this.#contents.clear();
    this.#device.freeBuffer(buffer);
  }

  /** Uploads and derives tensors, and returns the rooms that they are in. */
  #make(label: string, missing: ReadonlyMap<string, Tensor>): Promise<Set<Room>> {
    const device = this.#device;
    return owning(async (owner) => {
      const { derived, sources, passing } = this.#origins(missing);
      const buffers = await allocate(device, `${label} weights`, missing.values());
      owner.keepBuffers(device, buffers);
      const borrowed = new Owner();
      try {
        borrowed.keepBuffers(
          device,
          await allocate(device, `${label} stored weights`, passing.values()),
        );
        for (const source of sources) {
          const id = this.#idOf(source);
          source.storage =
            this.#entries.get(id)?.range ?? (missing.get(id) ?? passing.get(id))?.storage;
        }
        const dispatches = derived.flatMap((tensor) => tensor.dispatches);
        await runOnce(device, `${label} weights`, dispatches);
      } finally {
        // What is let go is nobody's storage any more.
        for (const source of [...sources, ...passing.values()]) {
          if (passing.has(this.#idOf(source))) source.storage = undefined;
        }
        borrowed.dispose();
      }
      return this.#register(buffers, missing);
    });
  }

  /** What tensors come from, besides what is on the GPU already. */
  #origins(missing: ReadonlyMap<string, Tensor>) {
    /** In the order in which they can be made. */
    const derived: DerivedTensor[] = [];
    /** All that these read. */
    const sources: Tensor[] = [];
    /** Those of them that nobody wants to keep. */
    const passing = new Map<string, Tensor>();
    const visited = new Set<string>();
    const visit = (tensor: Tensor) => {
      const id = this.#idOf(tensor);
      if (visited.has(id) || this.#entries.has(id)) return;
      visited.add(id);
      const made = missing.get(id) ?? tensor;
      if (!missing.has(id)) passing.set(id, tensor);
      if (!(made instanceof DerivedTensor)) return;
      made.sources.forEach(visit);
      sources.push(...made.sources);
      derived.push(made);
    };
    for (const tensor of missing.values()) visit(tensor);
    return { derived, sources, passing };
  }

  #register(buffers: readonly GPUBuffer[], made: ReadonlyMap<string, Tensor>): Set<Room> {
    const rooms = new Map(
      buffers.map((buffer) => [buffer, { buffer, ids: [], holders: 0 } as Room]),
    );
    for (const [id, { storage }] of made) {
      const room = storage && rooms.get(storage.buffer);
      if (!room) continue;
      room.ids.push(id);
      this.#entries.set(id, { range: storage, room });
    }
    return new Set(rooms.values());
  }

  /**
   * What a tensor goes by: a constant by its bytes, a derived one by the shaders that make it, their
   * parameters and what they read.
   */
  #idOf(tensor: Tensor): string {
    let id = this.#ids.get(tensor);
    if (id === undefined) {
      id = tensor instanceof DerivedTensor ? this.#idOfDerived(tensor) : this.#idOfData(tensor);
      this.#ids.set(tensor, id);
    }
    return id;
  }

  #idOfDerived({ dispatches, sources }: DerivedTensor): string {
    const made = dispatches.map(({ module, params }) => {
      return `${this.#numberOf(module)}:${new Uint32Array(params.bytes)}`;
    });
    return `${made.join(' ')}(${sources.map((source) => this.#idOf(source)).join(' ')})`;
  }

  #idOfData(tensor: Tensor): string {
    if (!(tensor instanceof ConstantTensor)) return `${this.#numberOf(tensor)}`;
    const { buffer, byteOffset, byteLength } = tensor.data;
    // A model gives the same object each time.
    if (byteLength > comparedBytes) return `${this.#numberOf(tensor.data)}`;
    const content = String.fromCharCode(...new Uint8Array(buffer, byteOffset, byteLength));
    let number = this.#contents.get(content);
    if (number === undefined) {
      number = this.#count++;
      this.#contents.set(content, number);
    }
    return `${number}`;
  }

  #numberOf(object: object): number {
    let number = this.#numbers.get(object);
    if (number === undefined) {
      number = this.#count++;
      this.#numbers.set(object, number);
    }
    return number;
  }
}
