import { SetMetadata } from '@nestjs/common';
import { type Permission } from '#libs/access';

export const PERMISSION = 'leadledger:permission';

/** The permission that the caller's role must have, by the one table of libs/access. */
export const Permit = (permission: Permission): MethodDecorator & ClassDecorator => SetMetadata(PERMISSION, permission);

/** Open to everyone: health, metrics, documentation. */
export const Public = (): MethodDecorator & ClassDecorator => SetMetadata(PERMISSION, null);
