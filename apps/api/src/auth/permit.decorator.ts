import { applyDecorators, SetMetadata } from '@nestjs/common';
import { ApiExtension } from '@nestjs/swagger';
import { type Permission } from '#libs/access';

export const PERMISSION = 'leadledger:permission';

/** The permission that the caller's role must have, by the one table of libs/access. */
export const Permit = (permission: Permission): MethodDecorator & ClassDecorator =>
  applyDecorators(SetMetadata(PERMISSION, permission), ApiExtension('x-permission', permission));

/** Open to everyone: health, metrics, documentation. */
export const Public = (): MethodDecorator & ClassDecorator => SetMetadata(PERMISSION, null);
